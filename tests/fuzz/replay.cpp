// SPDX-License-Identifier: Apache-2.0
// Stands in for libFuzzer in ordinary builds: runs a fuzz entry point over its seeds and over mutations of them that depend on nothing
// but the seeds, so that a failure repeats. `fuzz_NAME LIST [RUNS]`; LIST names a seed file a line.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

namespace {

using Bytes = std::vector<uint8_t>;

// On the heap in its exact size: AddressSanitizer sees every read behind its end.
void run(const Bytes &input)
{
    const Bytes copy(input.begin(), input.end());
    LLVMFuzzerTestOneInput(copy.data(), copy.size());
}

std::vector<Bytes> read_seeds(const char *list)
{
    std::vector<Bytes> seeds;
    std::ifstream names(list);
    for (std::string name; std::getline(names, name);) {
        std::ifstream file(name, std::ios::binary);
        if (!file) {
            std::fprintf(stderr, "cannot read the seed %s\n", name.c_str());
            std::exit(1);
        }
        seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return seeds;
}

class Mutator {
public:
    explicit Mutator(const std::vector<Bytes> &seeds)
        : seeds_(seeds)
    {
    }

    Bytes next()
    {
        Bytes bytes = seeds_[below(seeds_.size())];
        for (size_t steps = 1 + below(4); steps > 0; --steps)
            change(bytes);
        return bytes;
    }

private:
    size_t below(size_t limit) { return limit == 0 ? 0 : random_() % limit; }

    void change(Bytes &bytes)
    {
        static constexpr uint8_t telling[] = { 0x00, 0x01, 0x0A, 0x20, 0x30, 0x7F, 0x80, 0x82, 0xC0, 0xFE, 0xFF };
        const size_t at = below(bytes.size());
        const size_t length = below(std::min<size_t>(bytes.size() - at, 64) + 1);
        const auto place = bytes.begin() + static_cast<std::ptrdiff_t>(at);
        const auto end = place + static_cast<std::ptrdiff_t>(length);
        switch (below(7)) {
        case 0:
            if (!bytes.empty())
                bytes[at] ^= static_cast<uint8_t>(1u << below(8));
            break;
        case 1:
            if (!bytes.empty())
                bytes[at] = telling[below(std::size(telling))];
            break;
        case 2:
            bytes.erase(place, end);
            break;
        case 3:
            bytes.resize(at);
            break;
        case 4: {
            const Bytes again(place, end);
            bytes.insert(place, again.begin(), again.end());
            break;
        }
        case 5:
            bytes.insert(place, telling[below(std::size(telling))]);
            break;
        default: {
            const Bytes &other = seeds_[below(seeds_.size())];
            bytes.insert(bytes.end(), other.begin() + static_cast<std::ptrdiff_t>(below(other.size())), other.end());
            break;
        }
        }
    }

    const std::vector<Bytes> &seeds_;
    std::mt19937 random_ { 20240229 };
};

} // namespace

int main(int argc, char **argv)
{
    const std::vector<Bytes> seeds = argc > 1 ? read_seeds(argv[1]) : std::vector<Bytes>();
    if (seeds.empty()) {
        std::fprintf(stderr, "usage: %s LIST [RUNS]; LIST names at least one seed file\n", argv[0]);
        return 2;
    }
    run({});
    for (const Bytes &seed : seeds)
        run(seed);
    const int runs = argc > 2 ? std::atoi(argv[2]) : 3000;
    Mutator mutator(seeds);
    for (int i = 0; i < runs; ++i)
        run(mutator.next());
    std::printf("%zu seeds and %d mutations survived\n", seeds.size(), runs);
}
