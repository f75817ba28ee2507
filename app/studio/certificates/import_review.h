// SPDX-License-Identifier: Apache-2.0
// What files hold, before any of it is stored.
#pragma once

#include "app/studio/workspace/workspace_content.h"
#include "core/base/finding.h"
#include "core/pki/password.h"

#include <map>
#include <memory>
#include <mutex>

namespace espseal::studio {

// Where the material comes from: files and folders, or text that was pasted.
struct ImportSource {
    QStringList paths;
    QByteArray text;
    QString text_name; // what messages call the text

    [[nodiscard]] bool is_empty() const { return paths.isEmpty() && text.isEmpty(); }
};

// Passwords that the user typed, each for the locked thing that asked for it. The work asks on its thread, the panel answers on the GUI's.
class ImportPasswords final {
public:
    [[nodiscard]] pki::PasswordPrompt prompt();
    // Before the files are read anew.
    void begin();
    // For what asked() names.
    void answer(SecureBytes password);
    // What wants a password: the first that got none, else the last that got one, for that was wrong; empty: nothing did.
    [[nodiscard]] QString asked() const;

private:
    mutable std::mutex mutex_;
    std::map<QString, SecureBytes> known_;
    QString asked_; // got none
    QString tried_; // got one
};

// A revocation list and the CA that signed it.
struct ImportCrl {
    pki::Crl crl;
    pki::Certificate ca;
    QString beside; // name of that CA; empty: it comes along
    std::optional<pki::Crl> here; // the CA's list in the workspace
    bool known = false; // that is the same or a newer one
};

struct ImportItem {
    NewCredential credential;
    bool known = false; // the same certificate is in the workspace
    bool key_waits = false; // its key is in the workspace and waits for it
    QString beside; // name of what it completes: a certificate without its key, a request, a key; empty: it gets a name of its own

    [[nodiscard]] bool has_key() const { return credential.key || key_waits; }
};

struct ImportReview {
    QList<ImportItem> items;
    QList<pki::CertificateRequest> requests; // that are not here yet
    QList<pki::PrivateKey> keys; // that fit none of the certificates and are not here
    QList<ImportCrl> crls; // of each CA the newest
    int skipped = 0; // files of a folder that hold nothing of the kind
    QList<Finding> findings; // about the containers, and what fits nothing
    std::optional<Error> locked; // what in a folder wants a password

    [[nodiscard]] bool is_empty() const { return items.isEmpty() && requests.isEmpty() && keys.isEmpty() && crls.isEmpty(); }
};

// Reads everything, recognises it by content, and puts it together, also with what is in the workspace (`folder`), as pki::match() does.
// Errors: those of reading; "password-needed" and "wrong-password" name the locked thing; "nothing-found".
[[nodiscard]] Result<ImportReview> review_import(const ImportSource &source, const QString &folder, ImportPasswords &passwords, const Job &job);

} // namespace espseal::studio
