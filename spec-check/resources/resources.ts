import { build } from './build.ts';
import { containers, sharedContainer } from './containers.ts';
import { database } from './database.ts';
import { engine } from './engine.ts';
import { files } from './files.ts';
import { image } from './image.ts';
import { pushed } from './pushed.ts';
import { registry } from './registry.ts';
import type { Catalogue } from './resource.ts';
import { secondEngine } from './second-engine.ts';
import { services } from './services.ts';

export const resources: Catalogue = {
  engine,
  build,
  image,
  files,
  database,
  services,
  containers,
  container: sharedContainer,
  registry,
  pushed,
  secondEngine,
};
