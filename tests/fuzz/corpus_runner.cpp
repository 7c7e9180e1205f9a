// SPDX-License-Identifier: GPL-3.0-or-later
// Drives a fuzz target without libFuzzer: every file of a corpus, and of each the same changed ones in every run. An
// input that crashes, throws, takes more than 5 s or has the process grow beyond 1 GiB fails, and is named.
//   fuzz_NAME FOLDER|FILE…
#include "tests/fuzz/fuzz_input.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Bytes = std::vector<std::uint8_t>;

constexpr unsigned kMostSeconds = 5;
constexpr long kMostKilobytes = 1 << 20;
constexpr int kCuts = 24;
constexpr int kChanges = 200;

/// What is being run, for the handler of signals.
std::array<char, 4096> s_current{};

void onSignal(int signal)
{
    const char* words = signal == SIGALRM ? "takes too long: " : "crashed: ";
    // Only what a handler of signals may call.
    if (::write(STDERR_FILENO, words, std::strlen(words)) < 0 ||
        ::write(STDERR_FILENO, s_current.data(), std::strlen(s_current.data())) < 0 ||
        ::write(STDERR_FILENO, "\n", 1) < 0)
        ::_exit(2);
    ::_exit(1);
}

void run(const fs::path& file, const std::string& change, const Bytes& bytes)
{
    std::snprintf(s_current.data(), s_current.size(), "%s, %s", file.c_str(), change.c_str());
    // In memory of exactly its size, so that a sanitizer sees reads beyond.
    const Bytes exact(bytes.begin(), bytes.end());
    ::alarm(kMostSeconds);
    LLVMFuzzerTestOneInput(exact.data(), exact.size());
    ::alarm(0);
}

/// The same for a number, everywhere and always: bytes replaced, removed, doubled, and numbers at their limits.
Bytes changed(Bytes bytes, unsigned number)
{
    std::minstd_rand random(number + 1);
    const auto below = [&](std::size_t count) { return count == 0 ? 0 : random() % count; };
    for (std::size_t i = 0; i <= below(4) && !bytes.empty(); ++i) {
        const auto at = bytes.begin() + static_cast<std::ptrdiff_t>(below(bytes.size()));
        const auto end = at + static_cast<std::ptrdiff_t>(
                                  std::min<std::size_t>(1 + below(8), static_cast<std::size_t>(bytes.end() - at)));
        switch (below(5)) {
        case 0:
            *at = static_cast<std::uint8_t>(random());
            break;
        case 1:
            *at = static_cast<std::uint8_t>(*at ^ 1U << below(8));
            break;
        case 2:
            std::fill(at, end, static_cast<std::uint8_t>(below(2) ? 0xff : 0));
            break;
        case 3:
            bytes.erase(at, end);
            break;
        default: {
            const Bytes part(at, end);
            bytes.insert(at, part.begin(), part.end());
        }
        }
    }
    return bytes;
}

std::vector<fs::path> inputsIn(const fs::path& place)
{
    std::vector<fs::path> files;
    if (fs::is_directory(place))
        for (const auto& entry : fs::directory_iterator(place))
            files.push_back(entry.path());
    else
        files.push_back(place);
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace

int main(int argc, char* argv[])
{
    for (const int signal : {SIGALRM, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT})
        std::signal(signal, onSignal);
    std::size_t inputs = 0;
    for (int i = 1; i < argc; ++i)
        for (const fs::path& file : inputsIn(argv[i])) {
            std::ifstream stream(file, std::ios::binary);
            const Bytes bytes{std::istreambuf_iterator<char>(stream), {}};
            run(file, "as it is", bytes);
            for (std::size_t cut = 0; cut < kCuts; ++cut)
                run(file, "cut " + std::to_string(cut),
                    Bytes(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() * cut / kCuts)));
            for (unsigned change = 0; change < kChanges; ++change)
                run(file, "change " + std::to_string(change), changed(bytes, change));
            ++inputs;
        }
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    std::printf("%zu inputs, each with %d changes; at most %ld MiB\n", inputs, kCuts + kChanges,
                usage.ru_maxrss / 1024);
    if (inputs == 0 || usage.ru_maxrss > kMostKilobytes) {
        std::fprintf(stderr, inputs == 0 ? "there are no inputs\n" : "it took more than 1 GiB\n");
        return 1;
    }
    return 0;
}
