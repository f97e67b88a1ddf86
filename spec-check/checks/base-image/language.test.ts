import { testLanguage } from '../tests/test-language.ts';
import { baseImage } from './check.ts';

testLanguage(baseImage, {
  accepts: [
    ['Final stage: `gcr.io/distroless/base`', { image: 'gcr.io/distroless/base' }],
    ['Multi-stage Dockerfile on `node:24-slim`', { image: 'node:24-slim' }],
    ['Image basée sur `python:3.11-slim`', { image: 'python:3.11-slim' }],
    ['Uses an Alpine Linux base image', { image: 'alpine' }],
    ['**Base image**: node:24-bookworm-slim', { image: 'node:24-bookworm-slim' }],
    ['Base image is `node:24-bookworm-slim`', { image: 'node:24-bookworm-slim' }],
    ['Built on `python:3.13-slim`', { image: 'python:3.13-slim' }],
    ['Uses Python 3.11 slim image', { image: 'python:3.11-slim' }],
    ['Based on node:22-alpine', { image: 'node:22-alpine' }],
    ['The runtime stage uses `python:3.13-slim`', { image: 'python:3.13-slim' }],
    ['`FROM node:24-slim`', { image: 'node:24-slim' }],
    ['Use `node:22-alpine` as the base image', { image: 'node:22-alpine' }],
  ],
  refuses: [
    'Use a small base image (slim/alpine/distroless)',
    'Must be based on `debian` or `ubuntu`',

    'Multi-stage build from `golang:1.22` to `alpine:3.20`',
    'Multi-stage build, not on `node:24-slim`',
    'Multi-stage build with a `node:24` builder',
    'Uses `tini`',
    'Use .dockerignore',
    'Uses `package.json`',
    'Uses `redis:7`',
    'Built with `make`',
    'Uses `config/default.json`',
    'Uses `localhost:5432`',
    'The builder stage uses `python:3.13-slim`',
    'Base image is not `node:latest`',
    'Uses an official base image',
    'Base image is small',
    'Base image is `node:24` or `node:22`',
    'Base image is updated monthly',
    'Dev container is based on node:22-alpine',
    'Base image is minimal',
  ],
});
