// SPDX-License-Identifier: Apache-2.0
#include "core/pki/token_signer.h"

#include "core/pki/messages.h"
#include "core/pki/openssl.h"
#include "core/pki/public_key.h"
#include "core/pki/signer_process.h"

#include <mutex>

using namespace Qt::StringLiterals;

namespace espseal::pki {

struct TokenSigner::Parts {
    std::unique_ptr<SignerProcess> process;
    std::mutex one_at_a_time;
    PKey public_key;
    // A key of the same kind whose signature fills in algorithm and form; the token's then takes its place.
    PKey stand_in;
};

namespace {

constexpr auto default_object = "espseal CA"_L1;

PKey stand_in_for(const EVP_PKEY *key)
{
    const bool is_rsa = EVP_PKEY_is_a(key, "RSA") == 1;
    return PKey(is_rsa ? EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t { 1024 }) : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
}

// What is signed of `object`, after a stand-in's signature.
template <auto encode, class T> Result<QByteArray> to_be_signed(T *object)
{
    std::uint8_t *bytes = nullptr;
    const int size = encode(object, &bytes);
    const Owned<std::uint8_t, [](void *memory) { OPENSSL_free(memory); }> owner(bytes);
    if (size <= 0)
        return openssl_failed();
    return QByteArray(reinterpret_cast<const char *>(bytes), size);
}

bool replace(const ASN1_BIT_STRING *signature, const QByteArray &bytes)
{
    // OpenSSL shows the signature of what we own as const; there is no function to set one that was made elsewhere.
    return signature && ASN1_STRING_set(const_cast<ASN1_BIT_STRING *>(signature), bytes.constData(), static_cast<int>(bytes.size())) == 1;
}

template <auto sign, auto encode, auto get, class T, class Make> Result<void> sign_with(T *object, EVP_PKEY *stand_in, Digest digest, const Make &make)
{
    if (sign(object, stand_in, method_of(digest)) <= 0)
        return openssl_failed();
    return to_be_signed<encode>(object).and_then(make).and_then([&](const QByteArray &made) -> Result<void> {
        const ASN1_BIT_STRING *signature = nullptr;
        get(object, &signature);
        if (!replace(signature, made))
            return openssl_failed();
        return {};
    });
}

constexpr auto certificate_signature = [](X509 *certificate, const ASN1_BIT_STRING **signature) { X509_get0_signature(signature, nullptr, certificate); };
constexpr auto crl_signature = [](X509_CRL *crl, const ASN1_BIT_STRING **signature) { X509_CRL_get0_signature(crl, signature, nullptr); };
constexpr auto request_signature = [](X509_REQ *request, const ASN1_BIT_STRING **signature) { X509_REQ_get0_signature(request, signature, nullptr); };

TokenLocation exact(const QString &module, const Token &token, const TokenKey &key)
{
    return { module, token.uri(key) };
}

} // namespace

TokenSigner::TokenSigner(std::unique_ptr<Parts> parts, Token token, TokenKey key, TokenLocation location)
    : parts_(std::move(parts))
    , token_(std::move(token))
    , key_(std::move(key))
    , location_(std::move(location))
{
}

TokenSigner::~TokenSigner() = default;

Result<std::unique_ptr<TokenSigner>> TokenSigner::open(const TokenLocation &location, const TokenAccess &access)
{
    return begin(location, nullptr, access);
}

Result<std::unique_ptr<TokenSigner>> TokenSigner::generate(const TokenLocation &location, const KeySpec &spec, const TokenAccess &access)
{
    return begin(location, &spec, access);
}

Result<std::unique_ptr<TokenSigner>> TokenSigner::begin(const TokenLocation &location, const KeySpec *spec, const TokenAccess &access)
{
    auto uri = parse_token_uri(location.uri);
    if (!uri)
        return failure(uri.error());
    if (spec && uri->object.isEmpty())
        uri->object = default_object;
    const QString module = location.module.isEmpty() ? uri->module : location.module;
    auto process = SignerProcess::start(module, access);
    if (!process)
        return failure(process.error());
    if (const auto token = (*process)->login(*uri, access.pin); !token)
        return failure(token.error());
    if (spec)
        access.job.report(Messages::tr("Making a key on the token (%1)").arg(pki::to_string(*spec)), 0, 0);
    const TokenRequest request { .action = spec ? TokenAction::generate : TokenAction::find, .uri = *uri, .key = spec ? *spec : KeySpec() };
    const auto reply = (*process)->ask(request);
    if (!reply)
        return failure(reply.error());
    auto parts = std::make_unique<Parts>();
    const auto *bytes = reinterpret_cast<const std::uint8_t *>(reply->bytes.constData());
    parts->public_key.reset(d2i_PUBKEY(nullptr, &bytes, static_cast<long>(reply->bytes.size())));
    if (!parts->public_key || reply->tokens.size() != 1 || reply->tokens.first().keys.size() != 1)
        return failed(u"token-refused"_s, Messages::tr("The token's module does not tell the key's public half."),
            Messages::tr("Put the public key or its certificate on the token, too."), openssl_errors());
    parts->stand_in = stand_in_for(parts->public_key.get());
    parts->process = std::move(*process);
    if (!parts->stand_in)
        return openssl_failed();
    const Token &token = reply->tokens.first();
    return std::unique_ptr<TokenSigner>(new TokenSigner(std::move(parts), token, token.keys.first(), exact(module, token, token.keys.first())));
}

Result<QByteArray> TokenSigner::signature(const QByteArray &data, Digest digest) const
{
    const std::scoped_lock lock(parts_->one_at_a_time);
    return parts_->process->ask({ .action = TokenAction::sign, .digest = digest_name(digest), .data = data }).transform([](const TokenReply &reply) {
        return reply.bytes;
    });
}

Result<void> TokenSigner::sign(x509_st *certificate, Digest digest) const
{
    return sign_with<X509_sign, i2d_re_X509_tbs, certificate_signature>(
        certificate, parts_->stand_in.get(), digest, [&](const QByteArray &data) { return signature(data, digest); });
}

Result<void> TokenSigner::sign(X509_crl_st *crl, Digest digest) const
{
    return sign_with<X509_CRL_sign, i2d_re_X509_CRL_tbs, crl_signature>(
        crl, parts_->stand_in.get(), digest, [&](const QByteArray &data) { return signature(data, digest); });
}

Result<void> TokenSigner::sign(X509_req_st *request, Digest digest) const
{
    return sign_with<X509_REQ_sign, i2d_re_X509_REQ_tbs, request_signature>(
        request, parts_->stand_in.get(), digest, [&](const QByteArray &data) { return signature(data, digest); });
}

evp_pkey_st *TokenSigner::public_key() const
{
    return parts_->public_key.get();
}

QString TokenSigner::description() const
{
    return Messages::tr("key “%1” (id %2) on token “%3”, serial %4").arg(key_.label, QString::fromLatin1(key_.id.toHex()), token_.label, token_.serial);
}

} // namespace espseal::pki
