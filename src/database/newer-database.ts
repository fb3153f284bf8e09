/** A database that a newer program has migrated: this one would not understand it. The sentence is for people. */
export class NewerDatabase extends Error {
  constructor(migrations: readonly string[]) {
    const list = migrations.join(', ');
    super(
      `Basis data ini lebih baru daripada program ini (${list}); pasang versi program yang lebih baru. / This database is newer than this program (${list}); install the newer version of the program.`,
    );
  }
}
