// SPDX-License-Identifier: GPL-3.0-or-later
// Batch against a plain loop over `fuse`, and its memory over few and over many pairs.
//   bench_batch DUOSCOPE_CLI [METHOD] [PAIRS] [MANY] [WIDTH HEIGHT [THREADS]]
// MANY is 0 to leave memory out. THREADS are those of a network; on a machine with other work, give 1.
// A batch of MANY pairs must take no more memory than one of a sixth of them.
#include "core/dataset/synthetic_scene.h"
#include "core/image/image_file.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace duoscope;
namespace fs = std::filesystem;

namespace {

struct Usage {
    double seconds = 0;
    double megabytes = 0; ///< the most that was in memory
};

Usage runProgram(const std::vector<std::string>& words)
{
    std::vector<char*> arguments;
    for (const std::string& word : words)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const auto begin = std::chrono::steady_clock::now();
    std::fflush(stdout); // or the child would print it once more
    const pid_t child = ::fork();
    if (child == 0) {
        std::freopen("/dev/null", "w", stdout);
        std::freopen("/dev/null", "w", stderr);
        ::execv(arguments[0], arguments.data());
        ::_exit(127);
    }
    int status = 0;
    rusage usage{};
    ::wait4(child, &status, 0, &usage);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        std::fprintf(stderr, "%s %s failed\n", words[0].c_str(), words[1].c_str());
        std::exit(1);
    }
    return {std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(),
            static_cast<double>(usage.ru_maxrss) / 1024};
}

std::string nameOf(int i)
{
    char name[16];
    std::snprintf(name, sizeof name, "%04d.png", i);
    return name;
}

/// A folder of pairs. Beyond the first few scenes they repeat, for drawing them takes longer than fusing them.
fs::path makePairs(const fs::path& folder, int pairs, int width, int height)
{
    constexpr int kScenes = 8;
    fs::create_directories(folder / "ir");
    fs::create_directories(folder / "vi");
    for (int i = 0; i < pairs; ++i) {
        if (i >= kScenes) {
            for (const char* part : {"ir", "vi"})
                fs::copy_file(folder / part / nameOf(i % kScenes), folder / part / nameOf(i));
            continue;
        }
        SceneOptions options;
        options.width = width;
        options.height = height;
        options.seed = static_cast<std::uint64_t>(i) + 1;
        const SyntheticScene scene = generateScene(options);
        writeImageFile(folder / "ir" / nameOf(i), scene.infrared);
        writeImageFile(folder / "vi" / nameOf(i), scene.visible);
    }
    return folder;
}

} // namespace

int main(int argc, char* argv[])
{
    const auto number = [&](int index, int otherwise) { return argc > index ? std::atoi(argv[index]) : otherwise; };
    if (argc < 2) {
        std::fprintf(stderr, "bench_batch DUOSCOPE_CLI [METHOD] [PAIRS] [MANY] [WIDTH HEIGHT [THREADS]]\n");
        return 1;
    }
    const std::string program = argv[1], method = argc > 2 ? argv[2] : "laplacian";
    const int pairs = number(3, 20), many = number(4, 120), width = number(5, 640), height = number(6, 480);
    const std::string threads = std::to_string(number(7, 0));
    std::string name = (fs::temp_directory_path() / "bench_batch-XXXXXX").string();
    const fs::path root = ::mkdtemp(name.data());

    const auto batch = [&](const fs::path& folder, const char* output) {
        return runProgram({program, "batch", "-i", folder / "ir", "-v", folder / "vi", "-o", root / output, "-m",
                           method, "--threads", threads});
    };
    const fs::path few = makePairs(root / "few", pairs, width, height);
    Usage loop;
    for (int i = 0; i < pairs; ++i)
        loop.seconds += runProgram({program, "fuse", "-i", few / "ir" / nameOf(i), "-v", few / "vi" / nameOf(i), "-o",
                                    root / "loop" / std::to_string(i), "-m", method, "--threads", threads})
                            .seconds;
    const Usage whole = batch(few, "batch");
    std::printf("%s, %d pairs of %d x %d\n", method.c_str(), pairs, width, height);
    std::printf("  loop over fuse   %7.2f s, %6.1f pairs a minute\n", loop.seconds, 60 * pairs / loop.seconds);
    std::printf("  batch            %7.2f s, %6.1f pairs a minute, ratio %.2f\n", whole.seconds,
                60 * pairs / whole.seconds, loop.seconds / whole.seconds);

    if (many > 0) {
        const fs::path all = makePairs(root / "many", many, width, height);
        const fs::path sixth = makePairs(root / "sixth", std::max(1, many / 6), width, height);
        const Usage small = batch(sixth, "batch-sixth"), large = batch(all, "batch-many");
        std::printf("  memory at most   %7.0f MB after %d pairs, %.0f MB after %d, ratio %.2f\n", small.megabytes,
                    std::max(1, many / 6), large.megabytes, many, large.megabytes / small.megabytes);
    }
    fs::remove_all(root);
    return 0;
}
