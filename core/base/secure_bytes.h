// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

#include <openssl/crypto.h>
#include <openssl/err.h>

#include <cstdint>
#include <new>
#include <span>
#include <vector>

namespace espseal {

// Memory for secrets: OpenSSL's secure heap (locked, not in core dumps) once protect_process() has started it and while it has room, else ordinary
// memory. Always wiped when it is given back.
template <class T> struct SecureAllocator {
    using value_type = T;

    SecureAllocator() = default;
    template <class U> SecureAllocator(const SecureAllocator<U> &) { }

    [[nodiscard]] T *allocate(std::size_t count)
    {
        ERR_set_mark();
        void *memory = OPENSSL_secure_malloc(count * sizeof(T));
        if (!memory)
            memory = OPENSSL_malloc(count * sizeof(T)); // the secure heap is full
        ERR_pop_to_mark();
        if (!memory)
            throw std::bad_alloc();
        return static_cast<T *>(memory);
    }
    void deallocate(T *memory, std::size_t count) { OPENSSL_secure_clear_free(memory, count * sizeof(T)); }

    template <class U> bool operator==(const SecureAllocator<U> &) const { return true; }
};

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
            bytes_ = std::move(other.bytes_);
            other.bytes_.clear();
        }
        return *this;
    }
    SecureBytes(const SecureBytes &) = delete;
    SecureBytes &operator=(const SecureBytes &) = delete;
    ~SecureBytes() = default;

    // Takes the bytes of `source` and wipes it there (it must not be shared).
    [[nodiscard]] static SecureBytes take(QByteArray &source)
    {
        SecureBytes taken(std::span(reinterpret_cast<const std::uint8_t *>(source.constData()), static_cast<std::size_t>(source.size())));
        OPENSSL_cleanse(source.data(), static_cast<std::size_t>(source.size()));
        source.clear();
        return taken;
    }
    [[nodiscard]] SecureBytes clone() const { return SecureBytes(std::span<const std::uint8_t>(bytes_)); }

    void append(std::span<const std::uint8_t> more) { bytes_.insert(bytes_.end(), more.begin(), more.end()); }
    // Drops and wipes what is behind the first `size` bytes.
    void truncate(std::size_t size)
    {
        if (size >= bytes_.size())
            return;
        OPENSSL_cleanse(bytes_.data() + size, bytes_.size() - size);
        bytes_.resize(size);
    }

    [[nodiscard]] std::span<const std::uint8_t> view() const { return bytes_; }
    [[nodiscard]] std::span<std::uint8_t> writable() { return bytes_; }
    [[nodiscard]] const char *chars() const { return reinterpret_cast<const char *>(bytes_.data()); }
    [[nodiscard]] std::size_t size() const { return bytes_.size(); }
    [[nodiscard]] bool empty() const { return bytes_.empty(); }

private:
    std::vector<std::uint8_t, SecureAllocator<std::uint8_t>> bytes_;
};

} // namespace espseal
