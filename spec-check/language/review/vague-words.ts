/** Words that no measurement could refute, after ISO/IEC/IEEE 29148, 5.2.7. `not`: the same letters with a definite meaning; `limited`: a limit in the sentence says how much. */
export const vagueWords = [
  {
    words: /\b(tbd|tbc|todo|fixme|to be (?:defined|decided|determined|confirmed))\b/i,
    instead: 'Decide it now, or move it to Non-Goals until it is decided.',
  },
  {
    words: /\betc\b|\band so (?:on|forth)\b|\band\/or\b|\band more\b/i,
    instead: 'List every case, one line each: what is not listed is not checked.',
  },
  {
    words:
      /\b(small|tiny|slim|lean|light(?:weight| weight)?|minimal|minimi[sz]ed|compact|bloated|as small as possible)\b/i,
    not: /\b(slim|minimal|light) (?:variant|base|tag)\b|[\w-]+-slim\b/gi,
    limited: true,
    instead: 'Give the limit: "Image size under 200MB".',
  },
  {
    words:
      /\b(fast(?:er)?|quick(?:ly)?|rapid(?:ly)?|speedy|responsive|performant|high[ -]performance|low[ -]latency|promptly|real[ -]?time|soon|in a timely manner|instant(?:ly)?)\b/i,
    not: /\bfail(?:s|ing)?[ -]fast\b|\bexits? (?:fast|quickly)\b/gi,
    limited: true,
    instead: 'Give endpoint and limit: "`/health` responds within 50 ms".',
  },
  {
    words:
      /\b(secure(?:ly)?|hardened|safe(?:ly)?|locked[ -]down|robust(?:ly)?|reliabl[ey]|stable|resilient|fault[ -]tolerant|highly available|production[ -](?:ready|grade)|enterprise[ -]grade|scalable|scales well|properly|correctly|appropriate(?:ly)?|adequate(?:ly)?|sufficient(?:ly)?|reasonabl[ey]|acceptabl[ey]|as expected|as needed|as required|well[ -](?:behaved|designed)|good|nice(?:ly)?|best practices?|state of the art|optimi[sz]ed|optimal(?:ly)?|efficient(?:ly)?|seamless(?:ly)?|user[ -]friendly|eas(?:y|ily)|simpl[ey]|intuitive|clean(?:ly)?|flexible|modern|convenient)\b/i,
    not: /\bsecure (?:cookie|boot|flag)s?\b|\bthread[ -]safe\b|\b(?:LTS|latest) stable\b|\bstable (?:release|version|channel|tag)\b|\bnice to have\b|\b(?:if|when|where|wherever|whenever)\s+(?:appropriate|needed|required)\b|\bclean(?:ly)? (?:shutdown|exit|build|checkout|clone|machine)\b|\b(?:shuts?|exits?|stops?|builds?) (?:down )?cleanly\b/gi,
    instead:
      'Say what is seen when it holds, one line each: "Container does not run as root", "Data survives a container restart", "Health check endpoint responds at `/health`".',
  },
  {
    words:
      /(?<!\b(?:rps|qps|load of|sequential).*)\b(p\d{2}(?:\.\d+)?|\d{2}(?:th)? percentile|median|average|mean)\b(?!.*\b(?:rps|qps|req(?:uests)? ?(?:\/|per) ?s|load of|one client|sequential|\d+ (?:concurrent|parallel|simultaneous|requests|clients|users|connections)))/i,
    instead: 'Say the load it is measured under, such as 100 requests per second.',
  },
  {
    words: /\b(some|several|many|few|various|a number of|a lot of|most of)\b/i,
    not: /\bsome other\b|\bfewer\b/gi,
    instead: 'Give the number, or list them, one line each.',
  },
];
