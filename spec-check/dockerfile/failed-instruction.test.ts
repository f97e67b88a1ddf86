import { failedInstruction } from './builders.ts';

const dockerfile = `ARG BASE=node:24
FROM \${BASE} AS build
# a comment
RUN echo one \\
  && false
COPY . .
`;

describe('the instruction that broke a build', () => {
  it('is the last step of the classic builder', () => {
    const output =
      'Step 1/4 : ARG BASE=node:24\nStep 2/4 : FROM x\nStep 3/4 : RUN echo one   && false\n ---> Running in 1\nThe command returned a non-zero code: 1';
    expect(failedInstruction(output, dockerfile)).toMatchObject({
      line: 4,
      instruction: expect.stringContaining('false'),
    });
  });

  it('is the one whose line BuildKit names', () => {
    const output =
      '#5 ERROR: process "/bin/sh -c echo one" did not complete successfully: exit code: 1\n------\nDockerfile:4\n--------------------\n   3 |\n';
    expect(failedInstruction(output, dockerfile).line).toBe(4);
  });

  it('is the line of a parse error, of both builders', () => {
    expect(
      failedInstruction('dockerfile parse error line 6: unknown instruction: COPPY', dockerfile)
        .line,
    ).toBe(6);
    expect(
      failedInstruction(
        'failed to solve: dockerfile parse error on line 6: unknown instruction',
        dockerfile,
      ).line,
    ).toBe(6);
  });

  it('is empty when the output tells nothing', () => {
    expect(failedInstruction('something else', dockerfile)).toEqual({
      instruction: '',
      line: undefined,
    });
  });
});
