/** Who acts and what they may do: users, sessions, keys of systems, personal data. */
export { type AccessTable, type AccessTarget, may, readAccess, rolesOfSystem } from './access.ts';
export { type Actor, MACHINE, PUBLIC } from './actor.ts';
export {
  type ApiKey,
  addApiKey,
  keyProblems,
  listApiKeys,
  type NewKey,
  revokeApiKey,
  rotateApiKey,
  systemOfKey,
} from './api-keys.ts';
export { checkKeyInUse, OtherOfficeKey, underKey } from './key-in-use.ts';
export { type Clock, changeOwnPassword, logIn } from './login.ts';
export { maskEmail, maskName, maskNumber } from './masks.ts';
export { officeKey, officeKeyIn } from './office-key.ts';
export {
  type Identity,
  OIDC_SECONDS,
  type Oidc,
  type OidcSettings,
  oidcLogin,
  userOfIdentity,
} from './oidc.ts';
export {
  addPerson,
  changePerson,
  erasePerson,
  type PersonalData,
  personsOf,
  readPerson,
} from './persons.ts';
export { rekeyPersons } from './rekey.ts';
export { endSession, openSession, userOfSession } from './sessions.ts';
export {
  addUser,
  type ChangedUser,
  changeProblems,
  changeUser,
  findUser,
  listUsers,
  type NewUser,
  newUserProblems,
  type User,
  type UserChange,
  userChangeTold,
  userTold,
} from './users.ts';
export { openVault, type Vault } from './vault.ts';
