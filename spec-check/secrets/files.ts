/** Whether a package manager put the file there, so that everybody has it; not what a web server hands out. */
export const isPublished = (path: string): boolean =>
  /\/(?:node_modules|_cacache|site-packages|dist-packages|gems|vendor|pkg\/mod|\.m2\/repository|\.cargo\/registry|(?:BOOT|WEB)-INF\/lib|\.gradle\/caches|\.nuget\/packages)\/|^\/(?:usr\/)?(?:share|lib|lib32|lib64|libexec|include|local\/(?:share|lib|include|go))\/|^\/usr\/(?:bin|sbin)\/|^\/s?bin\//.test(
    path,
  ) &&
  !/^\/usr\/(?:local\/)?share\/(?:nginx|caddy|httpd|apache2|www|tomcat\d*|jetty\d*)\/|\/htdocs\/|-INF\/lib\/[^/]+!\/(?:config\/)?(?:application|bootstrap)[\w-]*\.(?:properties|ya?ml)$/.test(
    path,
  );

/** Tests and examples; among what a package manager put there, documents too. */
export const isSample = (path: string): boolean =>
  /\/(?:tests?|testing|test[_-]?(?:data|fixtures?)|examples?|fixtures?|specs?|samples?|__tests__|mocks?|dummyserver)\//i.test(
    path,
  ) ||
  (isPublished(path) && /\/(?:docs?|man|licenses?)\//i.test(path)) ||
  /(?:\.(?:example|sample|template|tmpl|dist|defaults?|md|mdx|rst|adoc)|(?:^|[/._-])(?:example|sample|template|test|spec)\.\w+|\/(?:README|CHANGELOG|LICENSE|NOTICE)[^/]*)$/i.test(
    path,
  );

/** The code of a package, as source or compiled: keys in it are for trying, or public. */
export function isPublishedCode(path: string): boolean {
  const isCode = /\.(?:[cm]?[jt]sx?|pyc?|class|rb|go|rs|c|h|java|php|pl|pm|lua)$/.test(path);
  return (isCode && isPublished(path)) || publishedCode.some((pattern) => pattern.test(path));
}

const publishedCode: readonly RegExp[] = [
  // Packed into one archive with the program.
  /!\/(?:META-INF\/versions\/\d+\/)?(?:io\/(?:netty|grpc|vertx|undertow|micrometer)|com\/(?:google|fasterxml|sun|nimbusds|mysql|microsoft|amazonaws)|org\/(?:apache|springframework|eclipse|bouncycastle|hibernate|postgresql|jboss|glassfish))\//,
  // A shared library of the distribution: GnuTLS tests itself with keys that everybody has.
  /^\/(?:usr\/)?lib(?:32|64)?\/(?:[\w-]+-linux-\w+\/)?lib[^/]+\.(?:a|so(?:\.[\d.]+)?)$/,
];
