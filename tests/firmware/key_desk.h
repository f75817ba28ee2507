// SPDX-License-Identifier: Apache-2.0
// The desktop's side of "the device makes its key, we sign", by hand: frames out, answers in, nothing repeated by itself.
#pragma once

#include "core/wire/key_event.h"
#include "tests/firmware/board.h"
#include "tests/firmware/credentials.h"

#include <optional>

namespace espseal::test {

struct Wish {
    wire::KeyKind key = wire::KeyKind::ec_p256;
    QByteArray name = "greenhouse-17";
    wire::KeyReplace replace = wire::KeyReplace::no;
};

class KeyDesk {
public:
    explicit KeyDesk(Board &board)
        : board_(board)
    {
    }

    template <class E> [[nodiscard]] static QByteArray frame(const E &event)
    {
        uint8_t body[wire::frame_body_max];
        uint8_t out[wire::frame_encoded_max];
        const uint32_t size = wire::encode_body(0, event, { body, sizeof body });
        const uint32_t all = wire::encode_frame(uint8_t(E::kind), 0, E::schema, { body, size }, { out, sizeof out });
        return QByteArray(reinterpret_cast<const char *>(out), all);
    }
    [[nodiscard]] static wire::KeyRequest request_for(const Wish &wish, uint32_t offset = 0);
    [[nodiscard]] static wire::CertificatePart part_of(const QByteArray &chain, qsizetype offset, qsizetype size = wire::key_piece_max);

    // What was told before is no answer to what is sent from now on.
    template <class E> void send(const E &event) { send_bytes(frame(event)); }
    void send_bytes(const QByteArray &bytes);
    // The next answer: a part of the request, progress, or a refusal. Nothing if the power fails first.
    [[nodiscard]] std::optional<Event> answer();

    // The whole request; empty if it was refused or the power failed.
    [[nodiscard]] QByteArray request(const Wish &wish);
    // True: stored.
    [[nodiscard]] bool deliver(const QByteArray &chain);
    [[nodiscard]] wire::KeyRefusal refusal() const { return refusal_; }
    [[nodiscard]] const QByteArray &told_sha256() const { return sha256_; }

private:
    void note(const Event &event);

    Board &board_;
    qsizetype seen_ = 0;
    wire::KeyRefusal refusal_ = wire::KeyRefusal::unknown;
    QByteArray sha256_;
};

// A certificate for the key in the request, as a CA would make it, DER.
[[nodiscard]] QByteArray certified(const QByteArray &request, const Identity &ca, const QString &common_name);
// Payload of the first entry whose name starts so, as the SDK's readers find it; empty if there is none.
[[nodiscard]] QByteArray entry_of(const QByteArray &sector, const char *prefix);
// DER of both.
[[nodiscard]] bool belong_together(const QByteArray &certificate, const QByteArray &key);
// Parts of the secret half of a key (SEC1 or PKCS#1 DER), eight bytes each: none of them may turn up anywhere.
[[nodiscard]] QList<QByteArray> secret_pieces(const QByteArray &key);

} // namespace espseal::test
