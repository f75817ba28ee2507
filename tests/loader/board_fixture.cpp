// SPDX-License-Identifier: Apache-2.0
#include "tests/loader/board_fixture.h"

#include <QRandomGenerator>

namespace espseal::test {

QByteArray patterned_flash(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (qsizetype i = 0; i < size; ++i)
        bytes[i] = static_cast<char>((i * 7 + i / 4096 * 31) % 251);
    return bytes;
}

QByteArray random_bytes(qsizetype size, quint32 seed)
{
    QRandomGenerator generator(seed);
    QByteArray bytes(size, Qt::Uninitialized);
    for (char &byte : bytes)
        byte = static_cast<char>(generator.bounded(256));
    return bytes;
}

std::span<const std::uint8_t> view(const QByteArray &bytes)
{
    return { reinterpret_cast<const std::uint8_t *>(bytes.constData()), static_cast<std::size_t>(bytes.size()) };
}

QByteArray to_array(std::span<const std::uint8_t> bytes)
{
    return QByteArray(reinterpret_cast<const char *>(bytes.data()), qsizetype(bytes.size()));
}

loader::FlashClient connect_to(const QString &port, const loader::ConnectOptions &options)
{
    Result<loader::FlashClient> client = loader::FlashClient::connect(port, options, {});
    require(client);
    return *std::move(client);
}

} // namespace espseal::test
