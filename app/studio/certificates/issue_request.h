// SPDX-License-Identifier: Apache-2.0
// A certificate to make, as the form describes it, and the blocking work that makes it.
#pragma once

#include "app/studio/workspace/credential_store.h"
#include "core/pki/judge.h"

#include <map>
#include <memory>
#include <mutex>

namespace espseal::studio {

enum class Profile { ca, board_client, board_server, this_computer };

[[nodiscard]] QString profile_title(Profile profile);
[[nodiscard]] QString profile_help(Profile profile); // one sentence: what it is for
[[nodiscard]] pki::Role profile_role(Profile profile);

struct IssueRequest {
    Profile profile = Profile::board_client;
    QString name; // common name
    QString alt_names; // as typed; empty: from the name where that is a host name
    QString issuer; // credential name of the CA; not for a CA
    int days = 730;
    pki::KeySpec key { pki::KeyType::ec, 256 };
    pki::DeviceTls device = pki::DeviceTls::bearssl;

    bool operator==(const IssueRequest &) const = default;
};

// What would come out.
struct IssuePreview {
    pki::Certificate certificate;
    Size blob; // as the board gets it: CA blob, or certificate and key
    QList<Finding> findings; // fit for the board; none for this computer's own
};

// Sample keys for previews, made once per kind: an RSA key takes its time, and no preview keeps one.
class PreviewKeys final {
public:
    [[nodiscard]] Result<pki::PrivateKey> key(const pki::KeySpec &spec, const Job &job);

private:
    std::mutex mutex_;
    std::map<QString, pki::PrivateKey> keys_;
};

// Errors (usage, bad input): name empty or too long, no CA chosen, its key missing, alternative names that are none.
[[nodiscard]] Result<IssuePreview> preview_issue(const IssueRequest &request, const QString &folder, PreviewKeys &keys, const Job &job);
// Makes key and certificate and stores both. Returns the credential's name.
[[nodiscard]] Result<QString> issue(const IssueRequest &request, const QString &folder, const Job &job);

} // namespace espseal::studio
