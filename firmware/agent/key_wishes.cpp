// SPDX-License-Identifier: Apache-2.0
// What is asked for, and why it is not given, in words.
#include "firmware/agent/identity_work.h"

#include <string.h>

namespace espseal::agent {

using wire::KeyKind;
using wire::KeyRefusal;
using wire::KeyReplace;

bool Wishes::take(const wire::KeyRequest &request)
{
    const bool known = request.key == KeyKind::ec_p256 || request.key == KeyKind::rsa_2048;
    if (!known || request.replace > KeyReplace::erase_first || request.common_name.size == 0 || request.common_name.size > sizeof name)
        return false;
    for (uint32_t i = 0; i < request.common_name.size; ++i) {
        if (static_cast<uint8_t>(request.common_name.data[i]) < 0x20)
            return false;
    }
    key = request.key;
    replace = request.replace;
    name_size = request.common_name.size;
    memcpy(name, request.common_name.data, name_size);
    return true;
}

bool Wishes::same_request(const Wishes &other) const
{
    return key == other.key && replace == other.replace && name_size == other.name_size && memcmp(name, other.name, name_size) == 0;
}

const char *refusal_text(KeyRefusal reason)
{
    switch (reason) {
    case KeyRefusal::unknown:
        break;
    case KeyRefusal::sector_unnamed:
        return "the settings name no sector for the certificate and key";
    case KeyRefusal::sector_unfit:
        return "the sector for the certificate and key is not one to write to";
    case KeyRefusal::identity_exists:
        return "there is an identity already";
    case KeyRefusal::other_key_pending:
        return "a key of another kind waits for its certificate";
    case KeyRefusal::foreign_content:
        return "the sector holds something that is no credential";
    case KeyRefusal::no_room:
        return "the sector has no room for it";
    case KeyRefusal::no_random:
        return "the random source is gone or stuck";
    case KeyRefusal::no_memory:
        return "TLS sessions use the memory now";
    case KeyRefusal::flash_failed:
        return "the flash does not keep what is written";
    case KeyRefusal::bad_wish:
        return "no such kind of key, or no proper name";
    case KeyRefusal::no_pending_key:
        return "there is no key that waits for a certificate";
    case KeyRefusal::bad_certificate:
        return "the certificate cannot be read";
    case KeyRefusal::wrong_certificate:
        return "the certificate belongs to another key";
    case KeyRefusal::damaged:
        return "the certificate came damaged";
    }
    return "refused";
}

} // namespace espseal::agent
