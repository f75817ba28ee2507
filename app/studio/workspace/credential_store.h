// SPDX-License-Identifier: Apache-2.0
// The certificates and keys of the workspace: a folder of NAME.crt files with their keys in its vault, as the command line's --credentials takes it;
// NAME.csr is a request, NAME.crl the revocation list of the CA NAME, NAME.pub the public half of a key in the vault (key_location.h). A key may also be a
// plain file, NAME.key, as the command line writes it; NAME.device tells which device has made the key of NAME.crt and keeps it, NAME.token.json which
// PKCS#11 token has it, as the command line's ca.token.json does.
// All functions here block on files or arithmetic: call them from jobs.
#pragma once

#include <QString>

#include "app/studio/workspace/device_key_mark.h"
#include "app/studio/workspace/key_folder.h"
#include "core/base/progress.h"
#include "core/pki/crl.h"
#include "core/pki/identity.h"
#include "core/pki/issue.h"

#include <optional>

namespace espseal::studio {

// In StoredCredential::search: names before it, serial and fingerprint behind it.
inline constexpr QChar search_numbers = u'\x1F';

struct StoredCredential {
    QString name; // file name without ending; what a plan's region names
    pki::Certificate certificate;
    QList<pki::Certificate> chain;
    bool has_key = false;
    std::optional<DeviceKeyMark> on_device; // no key here: a device made it and keeps it
    std::optional<pki::TokenLocation> on_token {}; // no key here: it is on a PKCS#11 token
    bool plain_key = false; // in a file that needs no password
    std::optional<Error> key_problem; // it is there and does not fit
    std::optional<pki::Crl> crl; // a CA's current revocation list
    std::optional<pki::RevokedEntry> revoked; // by the list of the CA here that signed it
    QString issuer; // name of the credential here that signed it; empty: none, or itself
    QString search; // what a filter looks through, case-folded: names of subject and issuer, then serial and fingerprint
    QString stamp; // changes when the files do

    [[nodiscard]] bool is_ca() const { return certificate.is_ca(); }
    // It can sign others: a CA with its key, here or on a token.
    [[nodiscard]] bool can_sign() const { return is_ca() && (has_key || on_token) && !key_problem; }
};

struct NewCredential {
    QString name; // wanted; another one is taken if it is in use
    pki::Certificate certificate;
    QList<pki::Certificate> chain;
    std::optional<pki::PrivateKey> key;
    std::optional<DeviceKeyMark> on_device = {}; // in place of a key
    std::optional<pki::TokenLocation> on_token = {}; // in place of a key
};

// Reads the folder; it is made if it is not there. Files that are no certificates are left alone. Entries of `known` whose files have not
// changed are taken as they are.
[[nodiscard]] Result<QList<StoredCredential>> load_credentials(const QString &folder, const QList<StoredCredential> &known = {});
// Stores them all or none, the keys in the vault. Returns their names in order.
[[nodiscard]] Result<QStringList> add_credentials(const KeyFolder &folder, const QList<NewCredential> &credentials);
// The certificate for what is stored under `name` without one: a key, a request. Keys are not touched.
[[nodiscard]] Result<void> complete_credential(const QString &folder, const QString &name, const NewCredential &credential);
// The key of the certificate NAME is on a token from now on.
[[nodiscard]] Result<void> keep_token_location(const QString &folder, const QString &name, const pki::TokenLocation &location);
// CA certificates that the folder's files hold, those in chains too.
[[nodiscard]] QList<pki::Certificate> stored_cas(const QString &folder);
// The certificate and its chain as PEM, the certificate first.
[[nodiscard]] QByteArray chain_pem(const NewCredential &credential);

// "Farm CA 2026" -> "farm-ca-2026": letters, digits, dot, dash.
[[nodiscard]] QString file_name_of(const QString &display_name);
// `wanted`, or that with a number, so that no file of the folder has it and it is not among `taken`.
[[nodiscard]] QString free_file_name(const QString &folder, const QString &wanted, const QStringList &taken = {});

} // namespace espseal::studio
