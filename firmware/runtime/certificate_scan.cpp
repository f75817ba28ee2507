// SPDX-License-Identifier: Apache-2.0
#include "firmware/runtime/certificate_scan.h"

#include "firmware/runtime/certificate_time.h"

#include <bearssl.h>
#include <string.h>

namespace espseal::runtime {

namespace {

// Levels of open elements: 0 Certificate, 1 TBSCertificate, 2 a field of it (RFC 5280 4.1).
constexpr uint32_t field_level = 2;
constexpr uint32_t validity_field = 3; // places without the optional version
constexpr uint32_t subject_field = 4;
constexpr uint32_t key_field = 5;
constexpr uint8_t version_tag = 0xA0;
constexpr uint8_t extensions_tag = 0xA3;
constexpr uint8_t bit_string = 0x03;
constexpr uint8_t object_id = 0x06;
constexpr uint8_t san_ip_address = 0x87;

constexpr uint8_t oid_common_name[] = { 0x55, 0x04, 0x03 };
constexpr uint8_t oid_san[] = { 0x55, 0x1D, 0x11 };
constexpr uint8_t oid_rsa[] = { 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01 };
constexpr uint8_t oid_ec[] = { 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01 };
constexpr uint8_t oid_p256[] = { 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07 };
constexpr uint8_t oid_p384[] = { 0x2B, 0x81, 0x04, 0x00, 0x22 };
constexpr uint8_t oid_p521[] = { 0x2B, 0x81, 0x04, 0x00, 0x23 };

template <uint32_t size> bool is(wire::ByteView content, const uint8_t (&oid)[size])
{
    return content.size == size && memcmp(content.data, oid, size) == 0;
}

// Length octets at `at`; moves behind them.
bool skip_header(wire::ByteView der, uint8_t tag, uint32_t &at, uint32_t &length)
{
    if (at + 2 > der.size || der.data[at] != tag)
        return false;
    const uint8_t first = der.data[at + 1];
    const uint32_t more = first & 0x80 ? first & 0x7F : 0;
    at += 2;
    if (more > 2 || at + more > der.size)
        return false;
    length = first;
    if (more > 0)
        length = 0;
    for (uint32_t i = 0; i < more; ++i)
        length = length << 8 | der.data[at++];
    return true;
}

// Bits of the modulus in a BIT STRING's content: 00, SEQUENCE { INTEGER modulus ...
uint32_t rsa_bits(wire::ByteView content)
{
    uint32_t at = 1;
    uint32_t length = 0;
    if (!skip_header(content, 0x30, at, length) || !skip_header(content, 0x02, at, length))
        return 0;
    while (length > 0 && at < content.size && content.data[at] == 0) {
        --length;
        ++at;
    }
    if (length == 0 || at >= content.size)
        return 0;
    uint32_t bits = 8 * length;
    for (uint8_t top = content.data[at]; !(top & 0x80); top = static_cast<uint8_t>(top << 1))
        --bits;
    return bits;
}

} // namespace

bool parse_ipv4(const char *name, uint8_t (&ip)[4])
{
    for (uint32_t i = 0; i < 4; ++i) {
        uint32_t value = 0;
        uint32_t digits = 0;
        for (; *name >= '0' && *name <= '9' && digits < 3; ++name, ++digits)
            value = value * 10 + static_cast<uint32_t>(*name - '0');
        if (digits == 0 || value > 255 || *name != (i < 3 ? '.' : 0))
            return false;
        ip[i] = static_cast<uint8_t>(value);
        ++name;
    }
    return true;
}

void CertificateScan::expect_ip(const uint8_t *ip)
{
    memcpy(ip_, ip, sizeof ip_);
    for (uint32_t i = 0; i < 4; ++i) {
        const uint8_t value = ip[i];
        if (value >= 100)
            ip_text_[ip_text_size_++] = static_cast<char>('0' + value / 100);
        if (value >= 10)
            ip_text_[ip_text_size_++] = static_cast<char>('0' + value / 10 % 10);
        ip_text_[ip_text_size_++] = static_cast<char>('0' + value % 10);
        if (i < 3)
            ip_text_[ip_text_size_++] = '.';
    }
}

void CertificateScan::entered(const DerWalker &walker)
{
    if (walker.depth() == field_level + 1 && walker.tag(field_level) == version_tag)
        has_version_ = true;
}

bool CertificateScan::opens(const DerWalker &walker)
{
    return walker.depth() == 5 && walker.tag(field_level) == extensions_tag && in_san_;
}

void CertificateScan::primitive(const DerWalker &walker, uint8_t tag, wire::ByteView content)
{
    if (walker.depth() <= field_level || walker.place(1) != 0)
        return;
    if (walker.tag(field_level) == extensions_tag) {
        extension_part(walker, tag, content);
        return;
    }
    const uint32_t field = walker.place(field_level) - (has_version_ ? 1 : 0);
    if (field == validity_field && walker.depth() == 3)
        (walker.place() == 0 ? not_before_ : not_after_) = certificate_time(tag, content);
    else if (field == subject_field && walker.depth() == 5)
        name_part(walker.place(), content);
    else if (field == key_field)
        key_part(walker, tag, content);
}

void CertificateScan::name_part(uint32_t place, wire::ByteView content)
{
    if (place == 0)
        in_common_name_ = is(content, oid_common_name);
    else if (in_common_name_ && ip_text_size_ > 0 && content.size == ip_text_size_ && memcmp(content.data, ip_text_, ip_text_size_) == 0)
        ip_in_cn_ = true;
}

void CertificateScan::key_part(const DerWalker &walker, uint8_t tag, wire::ByteView content)
{
    if (tag == object_id) {
        if (is(content, oid_rsa))
            key_type_ = BR_KEYTYPE_RSA;
        else if (is(content, oid_ec))
            key_type_ = BR_KEYTYPE_EC;
        else if (is(content, oid_p256))
            key_bits_ = 256;
        else if (is(content, oid_p384))
            key_bits_ = 384;
        else if (is(content, oid_p521))
            key_bits_ = 521;
    } else if (tag == bit_string && walker.depth() == 3 && key_type_ == BR_KEYTYPE_RSA) {
        key_bits_ = rsa_bits(content);
    }
}

void CertificateScan::extension_part(const DerWalker &walker, uint8_t tag, wire::ByteView content)
{
    if (walker.depth() == 5 && tag == object_id) {
        in_san_ = is(content, oid_san);
        has_san_ = has_san_ || in_san_;
    } else if (walker.depth() == 7 && in_san_ && tag == san_ip_address && ip_text_size_ > 0) {
        ip_in_san_ = ip_in_san_ || (content.size == sizeof ip_ && memcmp(content.data, ip_, sizeof ip_) == 0);
    }
}

} // namespace espseal::runtime
