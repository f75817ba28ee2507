// SPDX-License-Identifier: Apache-2.0
// Walks DER (X.690) as its bytes come in, in constant memory: X.509 engines see a certificate only in pieces.
#pragma once

#include "core/wire/bytes.h"

namespace espseal::runtime {

class DerWalker;

class DerVisitor {
public:
    // A constructed element began, or a primitive one whose content is to be walked too: see `opens`.
    virtual void entered(const DerWalker &walker) = 0;
    // A primitive element ended. `content` holds its first DerWalker::content_max bytes.
    virtual void primitive(const DerWalker &walker, uint8_t tag, wire::ByteView content) = 0;
    // Whether the OCTET STRING that starts now holds DER of interest.
    virtual bool opens(const DerWalker &walker) = 0;

protected:
    ~DerVisitor() = default;
};

class DerWalker {
public:
    static constexpr uint32_t content_max = 64;
    static constexpr uint32_t depth_max = 10;

    void feed(wire::ByteView bytes, DerVisitor &visitor);

    // Open elements around the one that is visited.
    [[nodiscard]] uint32_t depth() const { return depth_; }
    [[nodiscard]] uint8_t tag(uint32_t level) const { return open_[level].tag; }
    // Place of the open element of that level among its siblings, from 0.
    [[nodiscard]] uint32_t place(uint32_t level) const { return open_[level].place; }
    // Place of the primitive element that is visited.
    [[nodiscard]] uint32_t place() const { return depth_ == 0 ? 0 : open_[depth_ - 1].children - 1; }
    [[nodiscard]] bool broken() const { return broken_; }

private:
    struct Open {
        uint32_t left = 0;
        uint16_t children = 0;
        uint16_t place = 0;
        uint8_t tag = 0;
    };

    void header_byte(uint8_t byte, DerVisitor &visitor);
    void header_done(DerVisitor &visitor);
    void consume(uint32_t count);
    void close_ended();

    Open open_[depth_max];
    uint32_t depth_ = 0;
    uint32_t length_ = 0; // of the element whose header is read
    uint32_t content_left_ = 0; // of a primitive
    uint32_t content_fill_ = 0;
    uint8_t content_[content_max] = {};
    uint8_t tag_ = 0;
    uint8_t header_fill_ = 0; // 0: tag next, 1: length next, 2: in the long length
    uint8_t length_bytes_ = 0;
    bool in_content_ = false;
    bool broken_ = false;
};

} // namespace espseal::runtime
