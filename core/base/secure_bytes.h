// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

#include <openssl/crypto.h>

#include <cstdint>
#include <span>
#include <vector>

namespace espseal {

// Bytes of a secret: moved, never copied by accident, wiped when they go. No stream operator, no QVariant, no QString.
class SecureBytes {
public:
    SecureBytes() = default;
    explicit SecureBytes(std::span<const std::uint8_t> bytes)
        : bytes_(bytes.begin(), bytes.end())
    {
    }
    explicit SecureBytes(std::size_t size)
        : bytes_(size)
    {
    }
    SecureBytes(SecureBytes &&other) noexcept
        : bytes_(std::move(other.bytes_))
    {
        other.bytes_.clear();
    }
    SecureBytes &operator=(SecureBytes &&other) noexcept
    {
        if (this != &other) {
            wipe();
            bytes_ = std::move(other.bytes_);
            other.bytes_.clear();
        }
        return *this;
    }
    SecureBytes(const SecureBytes &) = delete;
    SecureBytes &operator=(const SecureBytes &) = delete;
    ~SecureBytes() { wipe(); }

    // Takes the bytes of `source` and wipes it there (it must not be shared).
    [[nodiscard]] static SecureBytes take(QByteArray &source)
    {
        SecureBytes taken(std::span(reinterpret_cast<const std::uint8_t *>(source.constData()), static_cast<std::size_t>(source.size())));
        OPENSSL_cleanse(source.data(), static_cast<std::size_t>(source.size()));
        source.clear();
        return taken;
    }
    [[nodiscard]] SecureBytes clone() const { return SecureBytes(std::span<const std::uint8_t>(bytes_)); }

    [[nodiscard]] std::span<const std::uint8_t> view() const { return bytes_; }
    [[nodiscard]] std::span<std::uint8_t> writable() { return bytes_; }
    [[nodiscard]] const char *chars() const { return reinterpret_cast<const char *>(bytes_.data()); }
    [[nodiscard]] std::size_t size() const { return bytes_.size(); }
    [[nodiscard]] bool empty() const { return bytes_.empty(); }

private:
    void wipe()
    {
        if (!bytes_.empty())
            OPENSSL_cleanse(bytes_.data(), bytes_.size());
    }
    std::vector<std::uint8_t> bytes_;
};

} // namespace espseal
