// SPDX-License-Identifier: Apache-2.0
// The identity sector as the device itself writes it: a key that it made, later the certificate for it.
//
// NOR flash only clears bits until a sector is erased, and the power may fail at any time. An entry is written length first, payload next,
// name last: without its name it is nothing to any reader, and a later attempt covers it up. A new key is named "private_key.new" until
// its certificate follows; that certificate's name is the moment from which the new identity counts. Then the old entries are covered up
// (named "@", old keys zeroed) and ".new" is cleared away; where that was interrupted, finish() completes it at the next boot. Readers that
// look for names starting with "certificate" and "private_key", as the SDK's do, find the first of each: always the old pair or the new one.
#pragma once

#include "firmware/runtime/flash_blob.h"

namespace espseal::runtime {

class IdentityStore {
public:
    explicit IdentityStore(uint32_t sector)
        : sector_(sector)
    {
    }

    struct Content {
        bool foreign = false; // something that is no blob, at its start or behind its last entry
        bool has_identity = false; // a certificate or key that is in use
        bool certified = false; // the pending key has its certificate: finish() is due
        FlashEntry pending; // the new key; ok() if there is one
        uint32_t tail = 0; // behind the last entry
        uint32_t remains = 0; // bytes there that an interrupted attempt left, and that the next entry stands behind

        [[nodiscard]] uint32_t room() const; // for the next entry's payload
    };
    [[nodiscard]] Content look() const;

    // All of these: false if flash does not keep what is written. Each may be repeated after a power failure.
    // Completes what was interrupted. To be called at boot, and before anything is written.
    [[nodiscard]] bool finish();
    // The next entry; look() has told that there is room.
    [[nodiscard]] bool append_key(wire::ByteView der);
    // Makes the pending key and this chain (DER) the identity.
    [[nodiscard]] bool append_certificate(wire::ByteView der);
    // The pending key is not wanted any more.
    [[nodiscard]] bool drop_pending();
    // Keys are zeroed first.
    [[nodiscard]] bool erase();

private:
    enum class Slot : uint8_t; // what an entry's header is
    struct Header;

    [[nodiscard]] uint32_t address(uint32_t offset) const;
    [[nodiscard]] bool is_zero(uint32_t offset, uint32_t size) const;
    [[nodiscard]] Header header_at(uint32_t offset) const;
    template <class Visit> uint32_t walk(Visit visit) const;
    [[nodiscard]] uint32_t used_until() const;
    [[nodiscard]] bool write(uint32_t offset, const uint8_t *from, uint32_t size);
    [[nodiscard]] bool write_name(uint32_t offset, const char *name);
    [[nodiscard]] bool zero(uint32_t offset, uint32_t size);
    [[nodiscard]] bool cover(const Header &header);
    [[nodiscard]] uint32_t remains_at(uint32_t tail) const;
    [[nodiscard]] bool cover_remains(const Content &content);
    [[nodiscard]] bool append(const char *name, wire::ByteView payload);

    uint32_t sector_;
};

} // namespace espseal::runtime
