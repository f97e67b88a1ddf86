import { testLanguage } from '../tests/test-language.ts';
import { pullElsewhere } from './check.ts';

testLanguage(pullElsewhere, {
  accepts: [
    ['The image can be pulled from Docker Hub on a new machine and runs there'],
    ['Works on a different computer with only Docker installed'],
    ['Image can be pulled by others: `docker pull acme/clinic:1.0.0`'],
    ['Runs on another machine without any extra setup'],
    ['It must be possible to pull and run the image on another machine'],
    ['The image can be pulled and run on the grader machine'],
    ['Runs identically on any machine with Docker'],
    ['L’image tourne sur une autre machine', {}],
    ['Der Container läuft auf einem anderen Computer', {}],
    ['Can pull image from ACR', {}],
    ['When a colleague pulls it on another laptop, it starts without changes', {}],
    ['I can pull and run the image on a different machine without configuration changes', {}],
    ['Image can be pulled and run on different machine', {}],
    ['Runs on another machine', {}],
    ['Runs on another machine after docker pull', {}],
    ['The same image runs on a second host without any modification', {}],
    ['Image pulled on a separate machine works with no changes', {}],
    ["Works on a teammate's laptop", {}],
    ['A colleague can pull and start the image', {}],
    ['The image runs on any machine with Docker', {}],
    ['Container runs on another machine without changes', {}],
    ['Anyone can pull and run the image on a fresh machine', {}],
  ],
  refuses: [
    'Image cannot be pulled by others: `docker pull acme/clinic:1.0.0`',

    'The grader can log in on his machine',
    'CI pulls the base image from ACR',
    'Image can be pulled and run on a different machine without Docker',
    'Image can be pulled without authentication',
    'Does not run on another machine',
    'Image runs on a second',
    'Image runs on a second machine with small modifications',
    'Runs on another machine with a GPU',
    'Database runs on another machine',
  ],
});
