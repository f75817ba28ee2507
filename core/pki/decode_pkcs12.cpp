// SPDX-License-Identifier: Apache-2.0
#include "core/pki/decode.h"
#include "core/pki/legacy_algorithms.h"
#include "core/pki/messages.h"
#include "core/pki/public_key.h"

#include <algorithm>

#include <openssl/err.h>
#include <openssl/pkcs7.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

// One PKCS#12 file: safes, which hold bags, which hold a certificate or a key each (RFC 7292).
class Pkcs12Reader {
public:
    Pkcs12Reader(PKCS12 *file, Unlocker &unlocker)
        : file_(file)
        , unlocker_(unlocker)
    {
    }

    Result<Decoded> read()
    {
        if (const Result<void> found = find_password(); !found)
            return failure(found.error());
        const SafeStack safes(PKCS12_unpack_authsafes(file_));
        if (!safes)
            return damaged_certificate(unlocker_.name());
        for (int i = 0; i < sk_PKCS7_num(safes.get()); ++i) {
            if (const Result<void> read = read_safe(sk_PKCS7_value(safes.get(), i)); !read)
                return failure(read.error());
        }
        put_identity_first();
        return std::move(decoded_);
    }

private:
    Result<void> find_password();
    [[nodiscard]] bool opens(const char *password, int size);
    [[nodiscard]] bool opens_unlocked();
    static constexpr std::int64_t cheap_rounds = 20'000;

    Result<void> read_safe(PKCS7 *safe);
    Result<void> read_bags(const STACK_OF(PKCS12_SAFEBAG) * bags);
    Result<void> read_bag(const PKCS12_SAFEBAG *bag);
    void add_key(PKey key, KeyWrapper wrapper);
    void put_identity_first();

    PKCS12 *file_;
    Unlocker &unlocker_;
    SecureBytes password_;
    Decoded decoded_;
};

bool Pkcs12Reader::opens(const char *password, int size)
{
    ERR_clear_error();
    return PKCS12_verify_mac(file_, password, size) == 1;
}

// No password, and the empty one: programs differ in what they write for neither.
bool Pkcs12Reader::opens_unlocked()
{
    return opens(nullptr, 0) || opens("", 0);
}

// The MAC tells whether a password is right, and whether one is needed at all. Who spent many rounds had a password to protect.
Result<void> Pkcs12Reader::find_password()
{
    const bool has_mac = PKCS12_mac_present(file_) == 1;
    bool is_cheap = true;
    if (has_mac) {
        const X509_ALGOR *algorithm = nullptr;
        const ASN1_INTEGER *rounds = nullptr;
        PKCS12_get0_mac(nullptr, &algorithm, nullptr, &rounds, file_);
        const ASN1_OBJECT *kind = nullptr;
        X509_ALGOR_get0(&kind, nullptr, nullptr, algorithm);
        KdfBudget &budget = unlocker_.budget();
        if (OBJ_obj2nid(kind) == NID_pbmac1 ? !budget.spend(algorithm) : !budget.spend(rounds))
            return unlocker_.too_costly();
        std::int64_t count = 1;
        is_cheap = !rounds || (ASN1_INTEGER_get_int64(&count, rounds) == 1 && count <= cheap_rounds);
        if (is_cheap && opens_unlocked())
            return {};
    }
    auto password = unlocker_.password();
    if (!password) {
        if (has_mac && !is_cheap && opens_unlocked())
            return {};
        return failure(password.error());
    }
    password_ = std::move(*password);
    if (has_mac && !opens(password_.chars(), static_cast<int>(password_.size())))
        return unlocker_.why_locked();
    return {};
}

Result<void> Pkcs12Reader::read_safe(PKCS7 *safe)
{
    BagStack bags;
    ERR_clear_error();
    if (PKCS7_type_is_data(safe)) {
        bags.reset(PKCS12_unpack_p7data(safe));
    } else if (PKCS7_type_is_encrypted(safe) && safe->d.encrypted && safe->d.encrypted->enc_data) {
        if (!unlocker_.budget().spend(safe->d.encrypted->enc_data->algorithm))
            return unlocker_.too_costly();
        bags = open_old_or_new(
            [&] { return BagStack(PKCS12_unpack_p7encdata(safe, password_.chars(), static_cast<int>(password_.size()))); }, unlocker_.used_legacy());
        if (!bags)
            return unlocker_.why_locked();
    }
    if (!bags)
        return damaged_certificate(unlocker_.name());
    return read_bags(bags.get());
}

Result<void> Pkcs12Reader::read_bags(const STACK_OF(PKCS12_SAFEBAG) * bags)
{
    for (int i = 0; i < sk_PKCS12_SAFEBAG_num(bags); ++i) {
        if (const Result<void> read = read_bag(sk_PKCS12_SAFEBAG_value(bags, i)); !read)
            return read;
    }
    return {};
}

Result<void> Pkcs12Reader::read_bag(const PKCS12_SAFEBAG *bag)
{
    switch (PKCS12_SAFEBAG_get_nid(bag)) {
    case NID_certBag:
        if (PKCS12_SAFEBAG_get_bag_nid(bag) != NID_x509Certificate)
            return {};
        if (X509 *certificate = PKCS12_SAFEBAG_get1_cert(bag)) {
            decoded_.certificates << Certificate::adopt(certificate);
            return {};
        }
        return damaged_certificate(unlocker_.name());
    case NID_keyBag:
        add_key(PKey(EVP_PKCS82PKEY(PKCS12_SAFEBAG_get0_p8inf(bag))), KeyWrapper::pkcs8);
        return {};
    case NID_pkcs8ShroudedKeyBag: {
        auto key = unlocker_.open(PKCS12_SAFEBAG_get0_pkcs8(bag), password_);
        if (!key)
            return failure(key.error());
        add_key(std::move(*key), KeyWrapper::encrypted);
        return {};
    }
    case NID_safeContentsBag:
        return read_bags(PKCS12_SAFEBAG_get0_safes(bag));
    default:
        return {};
    }
}

void Pkcs12Reader::add_key(PKey key, KeyWrapper wrapper)
{
    if (key)
        decoded_.keys.push_back({ PrivateKey::adopt(key.release()), wrapper });
}

void Pkcs12Reader::put_identity_first()
{
    std::ranges::stable_partition(decoded_.certificates, [this](const Certificate &certificate) {
        return std::ranges::any_of(decoded_.keys, [&](const DecodedKey &key) { return certificate.matches(key.key); });
    });
}

} // namespace

Result<std::optional<Decoded>> decode_pkcs12(Bytes der, Unlocker &unlocker)
{
    const std::uint8_t *at = der.data();
    const Pkcs12 file(d2i_PKCS12(nullptr, &at, static_cast<long>(der.size())));
    ERR_clear_error();
    if (!file)
        return std::nullopt;
    return Pkcs12Reader(file.get(), unlocker).read().transform([](Decoded decoded) { return std::optional(std::move(decoded)); });
}

} // namespace espseal::pki
