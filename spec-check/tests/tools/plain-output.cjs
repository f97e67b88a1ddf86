/** Tests read what the programs print; where colours are forced (CI=true), they must not meet them. */
delete process.env.FORCE_COLOR;
process.env.NO_COLOR = '1';
