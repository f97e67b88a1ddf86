import { testLanguage } from '../tests/test-language.ts';
import { noVulnerabilities } from './check.ts';

const [critical, high, both] = [
  { severities: ['CRITICAL'] },
  { severities: ['HIGH'] },
  { severities: ['CRITICAL', 'HIGH'] },
];

testLanguage(noVulnerabilities, {
  accepts: [
    ['No critical CVEs allowed', critical],
    ['`docker scout cves` shows no critical vulnerabilities', critical],
    ['The image is free of critical vulnerabilities', { severities: ['CRITICAL'] }],
    [
      'The image passes a Trivy scan with zero CRITICAL/HIGH CVEs',
      { severities: ['CRITICAL', 'HIGH'], scanner: 'trivy' },
    ],
    ['Nenhuma vulnerabilidade CRITICAL ou HIGH', { severities: ['CRITICAL', 'HIGH'] }],
    ['trivy clean (no HIGH/CRITICAL)', { severities: ['CRITICAL', 'HIGH'], scanner: 'trivy' }],
    [
      'Given container images, when the vulnerability scan is run, then no critical vulnerabilities are found',
      { severities: ['CRITICAL'] },
    ],
    ['Trivy: 0 critical', { severities: ['CRITICAL'], scanner: 'trivy' }],
    [
      '`trivy image shop` reports no critical or high findings',
      { severities: ['CRITICAL', 'HIGH'], scanner: 'trivy' },
    ],
    ['Grype: 0 critical issues', { severities: ['CRITICAL'], scanner: 'grype' }],
    ['No HIGH or CRITICAL CVEs before release', { severities: ['CRITICAL', 'HIGH'] }],
    ['No critical or high vulnerabilities', both],
    ['No critical/high CVEs in image scan', both],
    ['0 critical CVEs in the image scan', critical],
    ['Trivy scan shows no HIGH or CRITICAL vulnerabilities', { ...both, scanner: 'trivy' }],
    ['Vulnerabilidades críticas: 0', critical],
    ['Vulnerabilidades altas: 0', high],
    ['Image scanned with no high or critical vulnerabilities', both],
    ['The image has no known vulnerabilities', {}],
    ['Zero critical vulnerabilities', critical],
    ['No critical vulnerabilities found in the image', critical],
    ['Vulnerability scan finds no vulnerabilities of high severity or above', both],
    ['The image is free of critical CVEs', critical],
    ['Image contains no high-severity CVEs', high],
    ['Grype reports 0 high vulnerabilities', { ...high, scanner: 'grype' }],
    ['Docker image has zero HIGH and CRITICAL vulnerabilities', both],
    ['Critical vulnerabilities: 0', critical],
  ],
  refuses: [
    'Vulnerabilities are missing from the report',
    'Vulnerabilities: not scanned',
    'Trivy: 2 critical',

    'Trivy reports critical findings',

    'No critical CVEs in the base image',
    'Image is scanned for vulnerabilities',
    'Container images checked for vulnerabilities',
    '`pnpm audit` reports 0 vulnerabilities',
    'npm audit shows no vulnerabilities',
    'Image passes Trivy scan',
    'Security scanning on',
    '3 critical vulnerabilities',
    'No more than 2 high vulnerabilities',
    'No critical vulnerabilities in the frontend',
    'No critical vulnerabilities with a fix',
    'No unfixed critical vulnerabilities',
    'Critical vulnerabilities are fixed within a week',
    'No vulnerability scan',
    'No secrets or vulnerabilities in the code',
    'CI fails on critical vulnerabilities',
    'Snyk finds no vulnerabilities',
    'No new critical vulnerabilities',
    'Not free of vulnerabilities',
  ],
});
