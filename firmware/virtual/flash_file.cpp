// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/flash_file.h"

#include "firmware/virtual/factory.h"
#include "firmware/virtual/image.h"
#include "firmware/virtual/numbers.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <format>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>

namespace espseal::device {
namespace {

constexpr uint32_t default_size = 4 << 20;

bool write_all(int fd, std::span<const uint8_t> content)
{
    while (!content.empty()) {
        const ssize_t written = write(fd, content.data(), content.size());
        if (written <= 0)
            return false;
        content = content.subspan(size_t(written));
    }
    return true;
}

// An open file with content, made if it is missing.
std::expected<Descriptor, std::string> open_or_make(const std::string &path, uint32_t size)
{
    if (path.empty()) {
        Descriptor memory(memfd_create("espseal-flash", MFD_CLOEXEC));
        if (!memory || !write_all(memory.get(), factory_flash(size)))
            return std::unexpected(std::format("No memory for a flash of {} KB: {}.", size / 1024, std::strerror(errno)));
        return memory;
    }
    if (access(path.c_str(), F_OK) != 0) {
        if (auto written = write_whole(path, factory_flash(size)); !written)
            return std::unexpected(written.error());
    }
    Descriptor file(open(path.c_str(), O_RDWR | O_CLOEXEC));
    if (!file)
        return std::unexpected(std::format("Cannot open the flash file {}: {}.", path, std::strerror(errno)));
    if (flock(file.get(), LOCK_EX | LOCK_NB) != 0)
        return std::unexpected(std::format("The flash file {} is in use by another virtual device. End that one, or choose another file.", path));
    return file;
}

} // namespace

std::expected<FlashFile, std::string> FlashFile::open(const std::string &path, std::optional<uint32_t> size)
{
    auto file = open_or_make(path, size.value_or(default_size));
    if (!file)
        return std::unexpected(file.error());
    struct stat status {};
    fstat(file->get(), &status);
    const auto length = size_t(status.st_size);
    if (!S_ISREG(status.st_mode) || length > UINT32_MAX || flash_map_for(uint32_t(length)) == nullptr)
        return std::unexpected(std::format("{} is not the content of a flash: it has {} bytes, but a flash has 512 KB, 1, 2, 4, 8 or 16 MB.", path, length));
    if (size && *size != length)
        return std::unexpected(
            std::format("The flash file {} has {} KB, not {} KB. Leave --flash-size out, or choose another file.", path, length / 1024, *size / 1024));
    void *cells = mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_SHARED, file->get(), 0);
    if (cells == MAP_FAILED)
        return std::unexpected(std::format("Cannot map the flash file {}: {}.", path, std::strerror(errno)));
    return FlashFile(std::move(*file), { static_cast<uint8_t *>(cells), length });
}

FlashFile::~FlashFile()
{
    if (!cells_.empty())
        munmap(cells_.data(), cells_.size());
}

std::optional<uint32_t> parse_flash_size(const std::string &text)
{
    const bool kilobytes = text.ends_with("KB");
    if (!kilobytes && !text.ends_with("MB"))
        return std::nullopt;
    const auto count = parse_number(std::string_view(text).substr(0, text.size() - 2));
    if (!count || *count > 1024)
        return std::nullopt;
    const uint32_t size = *count << (kilobytes ? 10 : 20);
    return flash_map_for(size) == nullptr ? std::nullopt : std::optional(size);
}

std::expected<void, std::string> write_whole(const std::string &path, std::span<const uint8_t> content)
{
    std::string temporary = path + ".XXXXXX";
    Descriptor file(mkostemp(temporary.data(), O_CLOEXEC));
    if (file && write_all(file.get(), content) && fchmod(file.get(), 0644) == 0 && rename(temporary.c_str(), path.c_str()) == 0)
        return {};
    const std::string reason = std::strerror(errno);
    if (file)
        unlink(temporary.c_str());
    return std::unexpected(std::format("Cannot write {}: {}.", path, reason));
}

} // namespace espseal::device
