// SPDX-License-Identifier: Apache-2.0
#include "core/pki/digest.h"

#include <openssl/evp.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

QString digest_name(Digest digest)
{
    switch (digest) {
    case Digest::sha1:
        return u"sha1"_s;
    case Digest::sha384:
        return u"sha384"_s;
    case Digest::sha256:
        break;
    }
    return u"sha256"_s;
}

const evp_md_st *method_of(Digest digest)
{
    switch (digest) {
    case Digest::sha1:
        return EVP_sha1();
    case Digest::sha384:
        return EVP_sha384();
    case Digest::sha256:
        break;
    }
    return EVP_sha256();
}

} // namespace espseal::pki
