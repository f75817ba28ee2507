// SPDX-License-Identifier: Apache-2.0
#include "core/pki/judgement.h"

#include "core/pki/finding.h"
#include "core/pki/fix_action.h"
#include "core/pki/judge.h"
#include "core/pki/key_fit.h"
#include "core/pki/messages.h"
#include "core/pki/name_judgement.h"
#include "core/pki/openssl.h"
#include "core/pki/path_length.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

Finding with(Finding made, Fix fix)
{
    made.actions << fix_action(fix);
    return made;
}

// Collects findings, each once.
class Findings {
public:
    void add(const Finding &finding)
    {
        const auto same = [&](const Finding &other) { return other.code == finding.code && other.place == finding.place; };
        const auto known = std::ranges::find_if(all_, same);
        if (known == all_.end())
            all_ << finding;
        else if (known->severity < finding.severity)
            *known = finding;
    }
    void add(const QList<Finding> &findings)
    {
        for (const Finding &finding : findings)
            add(finding);
    }
    [[nodiscard]] QList<Finding> take() { return std::move(all_); }

private:
    QList<Finding> all_;
};

Role role_of(const JudgementQuestion &question)
{
    return question.chain.role.value_or(Role::server);
}

QList<Certificate> shown(const JudgementQuestion &question)
{
    return QList { question.certificate } + question.sent;
}

void judge_key_pair(const JudgementQuestion &question, Findings &findings)
{
    if (question.key && !question.certificate.matches(*question.key))
        findings.add(at(question.certificate,
            with(finding(u"key-mismatch"_s, Severity::error,
                     Messages::tr("The private key (%1) does not belong to the certificate of %2.")
                         .arg(question.key->kind().name, question.certificate.display_name()),
                     Messages::tr("Take the key and the certificate that were made together.")),
                Fix::issue_again)));
}

void judge_name(const JudgementQuestion &question, Findings &findings)
{
    if (!question.chain.name || match_name(question.certificate, *question.chain.name) != NameMatch::common_name)
        return;
    findings.add(at(question.certificate,
        with(finding(u"name-common-name-only"_s, Severity::warning,
                 Messages::tr("%1 is only the common name of its certificate, which most of today's peers do not read.").arg(question.chain.name->value),
                 Messages::tr("Issue it with the address among its alternative names.")),
            Fix::issue_for_name)));
}

void judge_sending(const JudgementQuestion &question, Findings &findings)
{
    const QList<Certificate> chain = shown(question);
    for (qsizetype i = 0; i + 1 < chain.size(); ++i) {
        if (X509_check_issued(chain[i + 1].native(), chain[i].native()) == X509_V_OK || chain[i].is_self_issued())
            continue;
        findings.add(at(chain[i],
            with(finding(u"chain-order"_s, Severity::warning,
                     Messages::tr("Behind the certificate of %1 comes that of %2, which is not its issuer.")
                         .arg(chain[i].display_name(), chain[i + 1].display_name()),
                     Messages::tr("Send the own certificate first, then each issuer in turn."), Messages::tr("OpenSSL sorts them out; devices do not.")),
                Fix::order_chain)));
    }
    if (chain.size() > 1 && is_signed_by(chain.last(), chain.last()))
        findings.add(at(chain.last(),
            finding(u"root-sent"_s, Severity::info,
                Messages::tr("The root %1 is sent along; whoever trusts it has it already.").arg(chain.last().display_name()),
                Messages::tr("Leave it out: it costs %1 bytes in each handshake.").arg(chain.last().der().size()))));
}

void judge_each(const JudgementQuestion &question, Findings &findings)
{
    const QDateTime &now = question.chain.when;
    for (const Certificate &certificate : shown(question)) {
        findings.add(judge_names(certificate));
        if (certificate.not_after().isValid() && now <= certificate.not_after() && now.addDays(question.soon_days) > certificate.not_after())
            findings.add(at(certificate, expires_soon(certificate)));
        if (certificate.version() == 1)
            findings.add(at(certificate, version_1(certificate)));
    }
}

// A CA may verify itself and yet be of no use.
void judge_path(const JudgementQuestion &question, const Judgement &judgement, Findings &findings)
{
    if (!question.certificate.is_ca() || judgement.peer.chain.isEmpty())
        return;
    const auto left = path_left(judgement.peer.chain);
    if (left && left->most < 0)
        findings.add(at(question.certificate,
            with(finding(u"ca-too-deep"_s, Severity::error,
                     Messages::tr("Nothing that %1 signs verifies: %2 allows fewer CAs below it.")
                         .arg(question.certificate.display_name(), left->limit.display_name()),
                     Messages::tr("Issue with a CA nearer to it, or make it without a path length.")),
                Fix::issue_again)));
}

void judge_revocation(const JudgementQuestion &question, const Judgement &judgement, Findings &findings)
{
    const bool revoked = std::ranges::contains(judgement.peer.findings, u"revoked"_s, &Finding::code);
    if (revoked && judgement.device && judgement.device->accepted)
        findings.add(at(question.certificate,
            with(finding(u"revocation-not-checked"_s, Severity::warning,
                     Messages::tr("The device accepts the revoked certificate of %1: it knows no revocation lists.").arg(question.certificate.display_name()),
                     Messages::tr("Put another CA on the devices, and issue again what is still good.")),
                Fix::place_ca)));
}

// What the container is like, for this very device.
void judge_blob(const BlobInfo &blob, const DeviceProfile &device, Findings &findings)
{
    for (Finding finding : blob.findings) {
        if (finding.code == u"blob-too-large"_s || finding.code == u"blob-several-cas"_s)
            continue; // said below, and by the device's verdict
        if (finding.code == u"key-wrapper"_s) {
            if (device.tls != DeviceTls::axtls)
                continue; // the others read PKCS#8
            finding.severity = Severity::error;
        }
        findings.add(finding);
    }
    findings.add(judge_blob_size(blob.size, device));
}

void judge_blobs(const JudgementQuestion &question, const DeviceProfile &device, const QByteArray &sector, Findings &findings)
{
    if (question.identity_blob)
        judge_blob(*question.identity_blob, device, findings);
    if (question.holder != Holder::peer)
        return;
    // If there is no blob, what that means to the device is its verdict.
    if (const auto blob = inspect_blob(bytes_of(sector), Messages::tr("the CA sector")))
        judge_blob(*blob, device, findings);
}

void judge_memory(const JudgementQuestion &question, const DeviceProfile &profile, const HandshakeMemory &memory, Findings &findings)
{
    const QString device = device_profile_name(profile);
    const QString need = to_string(memory.heap());
    if (!memory.fits(question.free_heap)) {
        const Size have = memory.arena.value_or(question.free_heap.value_or(Size()));
        findings.add(with(finding(u"memory-short"_s, Severity::error,
                              Messages::tr("%1: the handshake takes about %2 of memory, and there are %3.").arg(device, need, to_string(have)),
                              Messages::tr("Choose a smaller TLS buffer, fewer certificates or EC keys."),
                              memory.gate ? Messages::tr("It does not even connect with %1 or less free.").arg(to_string(*memory.gate)) : QString()),
            Fix::choose_buffer));
    } else if (question.free_heap && !memory.arena
        && memory.heap().value() * static_cast<std::uint64_t>(100 + memory.uncertainty_percent) > question.free_heap->value() * 100) {
        findings.add(with(finding(u"memory-tight"_s, Severity::warning,
                              Messages::tr("%1: the handshake takes about %2 of the %3 that are free.").arg(device, need, to_string(*question.free_heap)),
                              Messages::tr("Choose a smaller TLS buffer, fewer certificates or EC keys."),
                              Messages::tr("The figure is sure to about %1 %.").arg(memory.uncertainty_percent)),
            Fix::choose_buffer));
    }
}

HandshakeLoad load_of(const JudgementQuestion &question, const DeviceProfile &device, const QByteArray &sector)
{
    HandshakeLoad load { .device = device };
    if (question.holder == Holder::device) {
        load.peer = role_of(question) == Role::server ? Role::client : Role::server;
        load.verifies = false;
        load.own_chain = shown(question);
        return load;
    }
    load.peer = role_of(question);
    load.peer_chain = shown(question);
    load.own_chain = question.own_chain;
    const auto blob = inspect_blob(bytes_of(sector), {});
    load.cas = blob ? blob->certificates() : question.chain.anchors;
    return load;
}

QByteArray sector_of(const JudgementQuestion &question)
{
    if (question.ca_sector)
        return *question.ca_sector;
    return pack_ca_blob(question.chain.anchors, PayloadFormat::der).value_or(QByteArray());
}

void judge_device(const JudgementQuestion &question, const DeviceProfile &device, Judgement &judgement, Findings &findings)
{
    const QByteArray sector = sector_of(question);
    if (question.holder == Holder::peer) {
        DeviceVerdict answer = ask_device({ .device = device,
            .ca_sector = sector,
            .chain = shown(question),
            .peer = role_of(question),
            .name = role_of(question) == Role::server ? question.chain.name : std::nullopt,
            .clock = question.device_clock });
        findings.add(answer.findings);
        judgement.device = std::move(answer);
    } else {
        findings.add(judge_key(question.certificate, role_of(question), device));
    }
    if (device.tls == DeviceTls::axtls)
        findings.add(finding(u"tls-too-old"_s, Severity::warning, Messages::tr("SDK builds with axTLS speak TLS 1.1 at most, which today's peers refuse."),
            Messages::tr("Use the mbedTLS build or the espseal runtime, or allow TLS 1.0 and security level 0 at the peer.")));
    judge_path(question, judgement, findings);
    judge_revocation(question, judgement, findings);
    judge_blobs(question, device, sector, findings);
    const HandshakeLoad load = load_of(question, device, sector);
    const HandshakeMemory memory = handshake_memory(load);
    judgement.memory = memory;
    judgement.time = handshake_time(load);
    judge_memory(question, device, memory, findings);
}

} // namespace

bool Judgement::ok() const
{
    return peer.accepted() && (!device || device->accepted) && !has_errors(findings);
}

Judgement judge(const JudgementQuestion &question)
{
    Judgement judgement;
    Findings findings;
    ChainQuestion chain = question.chain;
    chain.intermediates = question.sent;
    judge_key_pair(question, findings);
    judgement.peer = ask_openssl(question.certificate, chain);
    findings.add(judgement.peer.findings);
    judge_name(question, findings);
    judge_sending(question, findings);
    judge_each(question, findings);
    if (question.device)
        judge_device(question, *question.device, judgement, findings);
    judgement.findings = findings.take();
    return judgement;
}

} // namespace espseal::pki
