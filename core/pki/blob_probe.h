// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pki/openssl.h"
#include "core/wire/bytes.h"

namespace espseal::pki {

// Starts with a printable name and its NUL padding, as no other format does.
[[nodiscard]] bool looks_like_blob(Bytes bytes);

[[nodiscard]] inline wire::ByteView view_of(Bytes bytes)
{
    return { bytes.data(), static_cast<std::uint32_t>(bytes.size()) };
}

} // namespace espseal::pki
