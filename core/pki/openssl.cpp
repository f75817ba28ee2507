// SPDX-License-Identifier: Apache-2.0
#include "core/pki/openssl.h"

#include "core/pki/messages.h"

#include <algorithm>
#include <array>
#include <climits>

#include <openssl/err.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

QString openssl_errors()
{
    QStringList lines;
    while (const unsigned long code = ERR_get_error()) {
        std::array<char, 256> line {};
        ERR_error_string_n(code, line.data(), line.size());
        lines << QString::fromUtf8(line.data());
    }
    return lines.join(u"; "_s);
}

std::unexpected<Error> openssl_failed()
{
    return failed(
        u"openssl"_s, Messages::tr("OpenSSL could not do its work."), Messages::tr("Close other programs to free memory and try again."), openssl_errors());
}

Bio reading(Bytes bytes)
{
    return Bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(std::min<std::size_t>(bytes.size(), INT_MAX))));
}

Bytes content(const Bio &memory)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &data);
    return { reinterpret_cast<const std::uint8_t *>(data), size > 0 ? static_cast<std::size_t>(size) : 0 };
}

} // namespace espseal::pki
