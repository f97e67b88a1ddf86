import type { CheckLanguage, Values } from '../../model/language.ts';

const around =
  'image container docker ours system it scan critical high medium show present every base-image layer report known now answer {number} or become file package with';

export const language: CheckLanguage = {
  topics: [
    'vulnerabilities',
    'vulnerability scan',
    'security scan',
    'image scan',
    'vulnerability scanning',
  ],
  senses: [
    { says: 'vulnerability', not: 1, with: around, params: severities },
    {
      says: 'vulnerability {number}',
      with: around,
      params: (values: Values) => (values.one('number') === 0 ? severities(values) : []),
    },
    { says: 'free-of vulnerability', with: around, params: severities },
  ],
  accepts: [
    ['No critical or high vulnerabilities', { severities: ['CRITICAL', 'HIGH'] }],
    ['Image scan reports no critical CVEs', { severities: ['CRITICAL'] }],
    [
      'No known vulnerabilities in the image',
      { severities: ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'] },
    ],
    ['Trivy shows zero high/critical vulnerabilities', { severities: ['CRITICAL', 'HIGH'] }],
    ['Critical vulnerabilities: 0', { severities: ['CRITICAL'] }],
    [
      'Image scanned with no high or critical vulnerabilities',
      { severities: ['CRITICAL', 'HIGH'] },
    ],
  ],
  refuses: [
    'Image is scanned for vulnerabilities',
    'Vulnerabilities are fixed within 7 days',
    '`npm audit` reports 0 vulnerabilities',
    'Fewer than 5 vulnerabilities',
    'No vulnerabilities in the frontend',
    'Image has vulnerabilities',
  ],
};

function severities(values: Values) {
  const named = [
    ...(values.has('critical') ? ['CRITICAL'] : []),
    ...(values.has('high') ? ['HIGH'] : []),
    ...(values.has('medium') ? ['MEDIUM'] : []),
  ];
  // Without a severity it is any.
  return { severities: named.length === 0 ? ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'] : named };
}
