import type { Fault } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'a shell in the image',
    image: 'accepts anything, keeps rubbish and has no labels',
    promise: `There is no shell in the image
  \`\`\`sh
  ! docker run --rm --network none --entrypoint sh "$IMAGE" -c true
  \`\`\``,
    says: /exit code 1/,
  },
  {
    name: 'another user than the command wants',
    image: 'never gets over the loss of its database, and has labels that say nothing',
    promise: `USER is a number
  \`\`\`sh
  docker image inspect --format "{{.Config.User}}" "$IMAGE" | grep -qE "^[0-9]+$"
  \`\`\``,
    says: /exit code 1/,
  },
];
