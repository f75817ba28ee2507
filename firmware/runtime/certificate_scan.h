// SPDX-License-Identifier: Apache-2.0
// Reads out of a certificate, as its bytes pass, what the trace tells about it and what BearSSL's engine does not look at:
// dates, key, and an IPv4 address in the SAN or as the CN.
#pragma once

#include "firmware/runtime/der_walker.h"

namespace espseal::runtime {

class CertificateScan final : private DerVisitor {
public:
    void feed(wire::ByteView bytes) { walker_.feed(bytes, *this); }

    [[nodiscard]] uint64_t not_before() const { return not_before_; } // Unix seconds; 0 = not found
    [[nodiscard]] uint64_t not_after() const { return not_after_; }
    [[nodiscard]] uint8_t key_type() const { return key_type_; } // BR_KEYTYPE_RSA, BR_KEYTYPE_EC; 0 = another
    [[nodiscard]] uint32_t key_bits() const { return key_bits_; }
    [[nodiscard]] bool is_version_1() const { return !has_version_; }

    // Before feeding: look for this address.
    void expect_ip(const uint8_t *ip);
    // In an iPAddress of the SAN; without any SAN, as the CN.
    [[nodiscard]] bool names_expected_ip() const { return ip_in_san_ || (ip_in_cn_ && !has_san_); }

private:
    void entered(const DerWalker &walker) override;
    bool opens(const DerWalker &walker) override;
    void primitive(const DerWalker &walker, uint8_t tag, wire::ByteView content) override;
    void name_part(uint32_t place, wire::ByteView content);
    void key_part(const DerWalker &walker, uint8_t tag, wire::ByteView content);
    void extension_part(const DerWalker &walker, uint8_t tag, wire::ByteView content);

    DerWalker walker_;
    uint64_t not_before_ = 0;
    uint64_t not_after_ = 0;
    uint32_t key_bits_ = 0;
    uint8_t key_type_ = 0;
    uint8_t ip_[4] = {};
    char ip_text_[16] = {};
    uint8_t ip_text_size_ = 0;
    bool has_version_ = false;
    bool in_common_name_ = false;
    bool in_san_ = false;
    bool has_san_ = false;
    bool ip_in_san_ = false;
    bool ip_in_cn_ = false;
};

// Whether `name` is an IPv4 address in dotted form; then `ip` holds it.
[[nodiscard]] bool parse_ipv4(const char *name, uint8_t (&ip)[4]);

} // namespace espseal::runtime
