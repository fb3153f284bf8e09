import { type Problem, problem } from '../../base/problem.ts';

/** A file that is not there, or that this actor may not see: both read the same. */
export function noApplication(): Problem {
  return problem(
    'application.unknown',
    '',
    'Berkas ini tidak ada, atau tidak dapat Anda lihat.',
    'There is no such file, or it is not yours to see.',
  );
}

/** Somebody else changed it meanwhile: who writes must have seen the newest. */
export function staleApplication(now: number, given: number): Problem {
  return problem(
    'application.changed',
    '/version',
    `Berkas ini sudah berubah (versi ${now}); baca lagi sebelum mengubahnya.`,
    `This file has changed meanwhile (version ${now}); read it again before you change it.`,
    given,
  );
}
