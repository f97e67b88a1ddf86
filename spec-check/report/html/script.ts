/** Copies a command; without it the page is the same, but for the buttons. */
export const script = `
for (const button of document.querySelectorAll('.command button')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    const command = button.previousElementSibling;
    try {
      await navigator.clipboard.writeText(command.textContent);
      button.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(command);
      button.textContent = 'Selected';
    }
    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
  });
}
addEventListener('beforeprint', () => {
  for (const folded of document.querySelectorAll('main details')) folded.open = true;
});
`;
