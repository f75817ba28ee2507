// SPDX-License-Identifier: Apache-2.0
#include "core/provision/device_key.h"

#include <QCoreApplication>
#include <QThread>

#include "core/pki/chain.h"
#include "core/wire/crc.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::provision {

namespace {

constexpr int most_rounds = 3; // of a whole transfer
constexpr qsizetype name_max = 64; // RFC 5280, ub-common-name
constexpr std::chrono::milliseconds busy_patience(20000);
constexpr std::chrono::milliseconds busy_pause(500);
constexpr std::chrono::milliseconds roles_patience(2500);

QString text(const char *source)
{
    return QCoreApplication::translate("espseal::provision", source);
}

wire::ByteView view(const QByteArray &bytes)
{
    return { reinterpret_cast<const std::uint8_t *>(bytes.constData()), static_cast<std::uint32_t>(bytes.size()) };
}

std::unexpected<Error> damaged(const QString &detail)
{
    return failed(u"device-key-damaged"_s, text("What came from the device is not what it made: the line is disturbed."),
        text("Use a shorter cable, make sure that nobody else uses the port, and try again."), detail);
}

const wire::KeyRefused *refusal_in(const monitor::Event &event)
{
    return std::get_if<wire::KeyRefused>(&event.payload);
}

Result<AgentLink> find_maker(loader::Transport &transport, const Job &job, const AgentTalk &talk)
{
    Result<AgentLink> link = AgentLink::find(transport, job, talk);
    if (link && !link->agent().makes_keys())
        return failed(u"agent-old"_s, text("The agent on this device (%1) is too old: it does not make keys.").arg(link->agent().firmware),
            text("Write the current firmware to it, or make the key here with “espseal cert issue”."));
    return link;
}

// Asks again for a while as long as TLS sessions take the device's memory.
template <class Question> Result<monitor::Event> ask(AgentLink &link, const Question &question, const AgentLink::IsAnswer &is_answer, const Job &job)
{
    const QDeadlineTimer patience(busy_patience);
    for (;;) {
        Result<monitor::Event> event = link.ask(question, [&](const monitor::Event &heard) { return refusal_in(heard) || is_answer(heard); }, job);
        if (!event)
            return event;
        const wire::KeyRefused *refused = refusal_in(*event);
        if (!refused)
            return event;
        if (refused->reason != wire::KeyRefusal::no_memory || patience.hasExpired())
            return failure(device_key_refusal(*refused));
        job.report(text("Waiting for the device's TLS connections to end"), 0, 0);
        if (const Result<void> heard = link.listen(busy_pause, job); !heard)
            return failure(heard.error());
    }
}

struct Fetched {
    QByteArray der;
    SectorIndex sector;
    bool replaces = false;
};

// Nothing: the parts do not make up one request, the device must have made another meanwhile.
Result<std::optional<Fetched>> fetch_request(AgentLink &link, const DeviceKeyWishes &wishes, const Job &job)
{
    const QByteArray name = wishes.common_name.toUtf8();
    Fetched fetched;
    std::optional<std::uint32_t> crc;
    for (;;) {
        const auto offset = static_cast<std::uint32_t>(fetched.der.size());
        const wire::KeyRequest question { wishes.key, { name.constData(), static_cast<std::uint32_t>(name.size()) }, wishes.replace, offset };
        const auto is_part = [offset](const monitor::Event &event) {
            const auto *part = std::get_if<wire::CertificateRequestPart>(&event.payload);
            return part && part->offset == offset && part->bytes.size > 0;
        };
        const Result<monitor::Event> answer = ask(link, question, is_part, job);
        if (!answer)
            return failure(answer.error());
        const auto &part = std::get<wire::CertificateRequestPart>(answer->payload);
        if (crc.value_or(part.crc32) != part.crc32)
            return std::nullopt;
        crc = part.crc32;
        fetched.der += monitor::to_bytes(part.bytes);
        fetched.sector = SectorIndex(part.sector);
        fetched.replaces = part.replaces;
        const auto size = static_cast<std::uint32_t>(fetched.der.size());
        if (size < part.total)
            continue;
        if (size > part.total || wire::crc32(view(fetched.der)) != part.crc32)
            return std::nullopt;
        return fetched;
    }
}

Result<pki::CertificateRequest> checked(const QByteArray &der, const DeviceKeyWishes &wishes)
{
    const wire::ByteView bytes = view(der);
    const auto read = pki::read_requests({ bytes.data, bytes.size }, text("the device's request"));
    if (!read)
        return damaged(read.error().message);
    const pki::CertificateRequest &request = read->constFirst();
    const auto type = wishes.key == wire::KeyKind::rsa_2048 ? pki::KeyType::rsa : pki::KeyType::ec;
    if (!request.verifies() || request.common_name() != wishes.common_name || request.key().type != type)
        return damaged(request.subject());
    return request;
}

// Nothing: the device has to be given all of it anew.
Result<std::optional<QByteArray>> send_chain(AgentLink &link, const QByteArray &chain, SectorIndex &sector, const Job &job)
{
    const std::uint32_t crc = wire::crc32(view(chain));
    const auto total = static_cast<std::uint32_t>(chain.size());
    std::uint32_t offset = 0;
    const std::uint32_t most_parts = 4 * (total / wire::key_piece_max + 4); // an answer that comes twice costs a part
    for (std::uint32_t parts = 0; parts < most_parts; ++parts) {
        job.report(text("Handing over the certificate"), offset, total);
        const wire::CertificatePart part { total, crc, offset, view(chain).part(offset, wire::key_piece_max) };
        const auto is_progress = [total](const monitor::Event &event) {
            const auto *progress = std::get_if<wire::IdentityProgress>(&event.payload);
            return progress && progress->total == total;
        };
        const Result<monitor::Event> answer = ask(link, part, is_progress, job);
        if (!answer)
            return answer.error().code == "device-key-damaged"_L1 ? Result<std::optional<QByteArray>>(std::nullopt) : failure(answer.error());
        const auto &progress = std::get<wire::IdentityProgress>(answer->payload);
        sector = SectorIndex(progress.sector);
        if (progress.stored)
            return monitor::to_bytes(progress.sha256);
        offset = std::min(progress.received, total - 1); // all received but not stored: the last byte asks how it is
    }
    return std::nullopt;
}

void note_what_was_told(DeliveredIdentity &delivered)
{
    for (const monitor::Event &event : delivered.told) {
        if (const auto *tcp = std::get_if<wire::Tcp>(&event.payload); tcp && tcp->event == wire::TcpEvent::listening)
            delivered.listening = tcp->local_port;
    }
}

} // namespace

Result<wire::KeyKind> device_key_kind(const QString &spec)
{
    if (spec == "ec:p256"_L1)
        return wire::KeyKind::ec_p256;
    if (spec == "rsa:2048"_L1)
        return wire::KeyKind::rsa_2048;
    return usage_error(u"device-key-kind"_s, text("Devices do not make keys of the kind “%1”.").arg(spec), text("Use ec:p256 or rsa:2048."));
}

Result<DeviceKeyRequest> request_device_key(loader::Transport &transport, const DeviceKeyWishes &wishes, const Job &job, const AgentTalk &talk)
{
    if (wishes.common_name.isEmpty() || wishes.common_name.size() > name_max || wishes.common_name.toUtf8().size() > wire::key_name_max)
        return failure(device_key_refusal({ .reason = wire::KeyRefusal::bad_wish }));
    Result<AgentLink> link = find_maker(transport, job, talk);
    if (!link)
        return failure(link.error());
    job.report(text("Asking the device for its key"), 0, 0);
    for (int round = 0; round < most_rounds; ++round) {
        const Result<std::optional<Fetched>> fetched = fetch_request(*link, wishes, job);
        if (!fetched)
            return failure(fetched.error());
        if (const std::optional<Fetched> &whole = *fetched) {
            return checked(whole->der, wishes).transform([&](const pki::CertificateRequest &request) {
                return DeviceKeyRequest { request, link->agent(), whole->sector, whole->replaces };
            });
        }
    }
    return damaged({});
}

Result<DeliveredIdentity> deliver_certificate(loader::Transport &transport, const QList<pki::Certificate> &chain, const Job &job, const AgentTalk &talk)
{
    if (chain.isEmpty())
        return bad_input(u"no-certificate"_s, text("There is no certificate to deliver."), text("Give the device's certificate, then its issuers."));
    Result<AgentLink> link = find_maker(transport, job, talk);
    if (!link)
        return failure(link.error());
    QByteArray der;
    for (const pki::Certificate &certificate : chain)
        der += certificate.der();
    DeliveredIdentity delivered { link->agent(), {}, {}, {}, {} };
    for (int round = 0; round < most_rounds; ++round) {
        const Result<std::optional<QByteArray>> sha256 = send_chain(*link, der, delivered.sector, job);
        if (!sha256)
            return failure(sha256.error());
        const std::optional<QByteArray> &told = *sha256;
        if (!told)
            continue;
        delivered.sha256 = *told;
        if (delivered.sha256 != chain.constFirst().fingerprint())
            return failed(u"device-identity-differs"_s, text("The device read back another certificate than was sent."),
                text("Deliver it again; if this comes back, the flash is worn out."), QString::fromLatin1(delivered.sha256.toHex()));
        // The identity is there; that its roles are heard to start is extra.
        if (const Result<void> heard = link->listen(roles_patience, job); !heard && heard.error().kind == ErrorKind::cancelled)
            return failure(heard.error());
        delivered.told = link->take_heard();
        note_what_was_told(delivered);
        return delivered;
    }
    return damaged({});
}

Result<QList<pki::Certificate>> device_chain(const QList<pki::Certificate> &certificates)
{
    QList<pki::Certificate> rest;
    for (const pki::Certificate &certificate : certificates) {
        if (!rest.contains(certificate))
            rest.append(certificate);
    }
    // The leaf issued none of the others.
    const auto leaf = std::ranges::find_if(rest, [&](const pki::Certificate &candidate) {
        return !candidate.is_self_issued()
            && std::ranges::none_of(rest, [&](const pki::Certificate &other) { return other != candidate && pki::is_signed_by(other, candidate); });
    });
    if (leaf == rest.end())
        return bad_input(u"no-certificate"_s, text("Among the certificates there is none of a device: every one is a CA's."),
            text("Give the certificate that was made for the device's request."));
    QList<pki::Certificate> chain { *leaf };
    rest.erase(leaf);
    rest.removeIf([](const pki::Certificate &certificate) { return certificate.is_self_issued(); }); // peers have the root
    while (!rest.isEmpty()) {
        const auto issuer = std::ranges::find_if(rest, [&](const pki::Certificate &candidate) { return pki::is_signed_by(chain.constLast(), candidate); });
        if (issuer == rest.end())
            return bad_input(u"chain-unordered"_s,
                text("%1 is not part of the chain of %2.").arg(rest.constFirst().display_name(), chain.constFirst().display_name()),
                text("Give one device's certificate, and its issuers only."));
        chain.append(*issuer);
        rest.erase(issuer);
    }
    return chain;
}

} // namespace espseal::provision
