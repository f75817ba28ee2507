// SPDX-License-Identifier: Apache-2.0
// A certificate to make, as the form describes it, and the blocking work that makes it.
#pragma once

#include "app/studio/workspace/credential_store.h"
#include "core/pki/device_profile.h"
#include "core/pki/issue_choices.h"
#include "core/pki/issuing_ca.h"
#include "core/pki/judge.h"
#include "core/pki/request.h"
#include "core/pki/request_make.h"

#include <map>
#include <memory>
#include <mutex>
#include <optional>

namespace espseal::studio {

// Names of core's templates that the studio asks for by itself.
namespace preset {
using namespace Qt::StringLiterals;
inline const QString ca = u"private-ca"_s;
inline const QString intermediate = u"intermediate-ca"_s;
inline const QString board_client = u"device-client"_s;
inline const QString board_both = u"device"_s;
inline const QString board_server = u"device-server"_s;
inline const QString computer = u"computer-server"_s;
} // namespace preset

struct TokenKeyChoice {
    pki::TokenLocation location; // token and name of the key; a new one is made
    bool is_there = false; // or it is there already
};

struct IssueRequest {
    QString preset = preset::board_client; // the template beneath
    pki::IssueChoices choices; // what differs from it; the subject has the name
    QString issuer; // credential name of the CA; empty for a CA of its own
    std::optional<pki::CertificateRequest> answers; // a request to be signed: its key, and its names where there are none here
    QString answers_name; // under which it is stored
    pki::DeviceProfile device {};
    std::optional<TokenKeyChoice> token {}; // a CA's key that is on a token, or is to be

    [[nodiscard]] QString name() const; // what it is called: common name, else another part of the subject, else the request's name
};

// The usual: a name, alternative names as typed, a CA. Errors: alternative names that are none.
[[nodiscard]] Result<IssueRequest> simple_request(const QString &preset, const QString &name, const QString &alt_names, const QString &issuer);

// What would come out.
struct IssuePreview {
    std::optional<pki::Certificate> certificate;
    std::optional<pki::CertificateRequest> request; // in place of a certificate
    Size blob {}; // as the board gets it: CA blob, or certificate and key
    bool for_board = false; // else this computer's, a person's, or somebody else's
    QList<Finding> findings;
    bool locked = false; // the CA's key was not to be had: its name is signed for by a sample key
};

// Sample keys for previews, made once per kind: an RSA key takes its time, and no preview keeps one.
class PreviewKeys final {
public:
    [[nodiscard]] Result<pki::PrivateKey> key(const pki::KeySpec &spec, const Job &job);

private:
    std::mutex mutex_;
    std::map<QString, pki::PrivateKey> keys_;
};

// Errors (usage, bad input): name empty or too long, no CA chosen ("no-issuer"), its key missing, choices that contradict each other.
[[nodiscard]] Result<IssuePreview> preview_issue(const IssueRequest &request, const KeyFolder &folder, PreviewKeys &keys, const Job &job);
// The same for a request to somebody else's CA.
[[nodiscard]] Result<IssuePreview> preview_csr(const IssueRequest &request, PreviewKeys &keys, const Job &job);
// Makes key and certificate and stores both; for a request, the certificate alone. Returns the credential's name.
[[nodiscard]] Result<QString> issue(const IssueRequest &request, const KeyFolder &folder, const Job &job);
// Makes a key and a request for somebody else's CA, and stores both. Returns the request's name.
[[nodiscard]] Result<QString> make_csr(const IssueRequest &request, const KeyFolder &folder, const Job &job);

// The certificate for the request that `request` answers. What was not typed is the request's own.
[[nodiscard]] Result<pki::Issued> sign_answer(const IssueRequest &request, const pki::IssuingCa &ca);

// The parts, for those that make several. `ca`: nothing for a CA of its own.
[[nodiscard]] Result<pki::IssueOrder> order_of(const IssueRequest &request);
[[nodiscard]] Result<pki::Certificate> certify(const pki::IssueOrder &order, const pki::Signer &key, const std::optional<pki::IssuingCa> &ca);
[[nodiscard]] Result<IssuePreview> preview_of(const IssueRequest &request, const pki::PrivateKey &key, const std::optional<pki::IssuingCa> &ca);
// The CA of that name, ready to sign with its key here or on a token. Errors: "no-issuer" for an empty name, "key-mismatch", those of reading and of tokens.
[[nodiscard]] Result<pki::IssuingCa> load_ca(const KeyFolder &folder, const QString &name);

} // namespace espseal::studio
