// SPDX-License-Identifier: Apache-2.0
#include "firmware/runtime/accept_any_x509.h"

#include "firmware/runtime/decoder_push.h"

namespace espseal::runtime {

namespace {

AcceptAnyX509 &self(const br_x509_class **context)
{
    return *reinterpret_cast<AcceptAnyX509 *>(context);
}

void start_chain(const br_x509_class **context, const char *)
{
    self(context).started = false;
    self(context).passed = false;
}

void start_cert(const br_x509_class **context, uint32_t)
{
    AcceptAnyX509 &engine = self(context);
    if (engine.started)
        return;
    engine.started = true;
    br_x509_decoder_init(&engine.decoder, nullptr, nullptr);
}

void append(const br_x509_class **context, const unsigned char *bytes, size_t size)
{
    if (!self(context).passed)
        push(self(context).decoder, bytes, size);
}

void end_cert(const br_x509_class **context)
{
    self(context).passed = true;
}

unsigned end_chain(const br_x509_class **context)
{
    AcceptAnyX509 &engine = self(context);
    return engine.started ? static_cast<unsigned>(br_x509_decoder_last_error(&engine.decoder)) : BR_ERR_X509_EMPTY_CHAIN;
}

const br_x509_pkey *get_pkey(const br_x509_class *const *context, unsigned *usages)
{
    if (usages)
        *usages = BR_KEYTYPE_KEYX | BR_KEYTYPE_SIGN;
    return br_x509_decoder_get_pkey(&self(const_cast<const br_x509_class **>(context)).decoder);
}

constexpr br_x509_class methods = { sizeof(AcceptAnyX509), start_chain, start_cert, append, end_cert, end_chain, get_pkey };

} // namespace

void accept_any_init(AcceptAnyX509 &engine)
{
    engine.vtable = &methods;
    engine.started = false;
    engine.passed = false;
}

} // namespace espseal::runtime
