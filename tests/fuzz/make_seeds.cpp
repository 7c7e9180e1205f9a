// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the seeds of the corpus that are not text: pictures of each format and kind, weight files, checkpoints,
// arrays. All are made here from nothing.
//   make_seeds FOLDER
#include "core/fusion/npy.h"
#include "core/net/safetensors.h"
#include "tests/core/image/sample_files.h"

#include <filesystem>
#include <fstream>
#include <string>

using namespace duoscope;
using namespace duoscope::test;

namespace {

namespace fs = std::filesystem;

void put(const fs::path& file, const Bytes& bytes)
{
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

void pictures(const fs::path& folder)
{
    const cv::Mat gray = ramp(20, 18, CV_8UC1), colour = ramp(20, 18, CV_8UC3), four = ramp(20, 18, CV_8UC4);
    const cv::Mat deep = ramp(20, 18, CV_16UC1), real = ramp(20, 18, CV_32FC1);
    put(folder / "gray.png", encode(".png", gray));
    put(folder / "colour.png", encode(".png", colour));
    put(folder / "four.png", encode(".png", four));
    put(folder / "deep.png", encode(".png", deep));
    put(folder / "palette.png", png(16, 8, 3, std::vector<Bytes>(16, Bytes(16, 1)), pngChunk("PLTE", Bytes(6, 0x80))));
    put(folder / "one-bit.png", png(16, 1, 0, std::vector<Bytes>(16, Bytes{0xA5, 0x5A})));
    put(folder / "gray-alpha.png", png(16, 8, 4, std::vector<Bytes>(16, Bytes(32, 0x40))));
    put(folder / "gray.jpg", encode(".jpg", gray));
    put(folder / "colour.jpg", encode(".jpg", colour));
    put(folder / "progressive.jpg", encode(".jpg", colour, {cv::IMWRITE_JPEG_PROGRESSIVE, 1}));
    put(folder / "restarts.jpg", encode(".jpg", colour, {cv::IMWRITE_JPEG_RST_INTERVAL, 1}));
    put(folder / "gray.bmp", encode(".bmp", gray));
    put(folder / "colour.bmp", encode(".bmp", colour));
    put(folder / "four.bmp", encode(".bmp", four));
    put(folder / "palette-4.bmp", bmp(16, 16, 4, Bytes(16 * 4, 0x33), Bytes(8 * 16, 0x12)));
    put(folder / "masks.bmp",
        bmp(16, 16, 16, {}, Bytes(32 * 16, 0x42), 3, Bytes{0, 0xF8, 0, 0, 0xE0, 0x07, 0, 0, 0x1F, 0, 0, 0}));
    Bytes runs;
    for (int row = 0; row < 16; ++row)
        append(runs, {10, 1, 0, 6, 1, 2, 3, 4, 5, 6, 0, 0});
    append(runs, {0, 1});
    put(folder / "runs-8.bmp", bmp(16, 16, 8, Bytes(256 * 4, 0x77), runs, 1));
    for (const auto& [name, packing] : {std::pair("plain", 1), {"lzw", 5}, {"deflate", 32946}, {"packbits", 32773}}) {
        const std::string suffix = std::string("-") + name + ".tiff";
        put(folder / ("gray" + suffix), encode(".tiff", gray, {cv::IMWRITE_TIFF_COMPRESSION, packing}));
        put(folder / ("deep" + suffix), encode(".tiff", deep, {cv::IMWRITE_TIFF_COMPRESSION, packing}));
    }
    put(folder / "colour.tiff", encode(".tiff", colour));
    put(folder / "real.tiff", encode(".tiff", real));
    TiffLayout layout;
    layout.photometric = 0;
    put(folder / "white-is-zero.tiff", tiff(layout, Bytes(256, 9)));
    layout = {};
    layout.samples = 3;
    layout.photometric = 2;
    layout.planar = 2;
    layout.orientation = 3;
    put(folder / "planes.tiff", tiff(layout, Bytes(768, 9)));
    layout.planar = 1;
    layout.samples = 4;
    layout.extra = 2;
    put(folder / "four.tiff", tiff(layout, Bytes(1024, 9)));
}

void weights(const fs::path& folder)
{
    fs::create_directories(folder);
    writeSafetensors(folder / "empty.safetensors", {});
    WeightFile content;
    content.metadata = {{"architecture", "uaafusion"}, {"quoted \"\\\n", "\u591c"}};
    content.tensors["a"] = torch::arange(6).to(torch::kFloat32).view({2, 3});
    content.tensors["half"] = torch::ones({2, 1, 2}, torch::kHalf);
    content.tensors["byte"] = torch::ones({3}, torch::kUInt8);
    content.tensors["none"] = torch::ones({0, 4}, torch::kInt64);
    content.tensors["number"] = torch::tensor(2.5, torch::kFloat64);
    writeSafetensors(folder / "types.safetensors", content);
}

void checkpoints(const fs::path& folder)
{
    c10::Dict<std::string, torch::Tensor> dictionary;
    dictionary.insert("first", torch::tensor({1.0F, 2.0F}));
    dictionary.insert("second", torch::ones({2, 2}, torch::kInt64));
    const std::vector<char> bytes = torch::pickle_save(dictionary);
    put(folder / "zip.pth", Bytes(bytes.begin(), bytes.end()));
}

void arrays(const fs::path& folder)
{
    fs::create_directories(folder);
    writeNpy(folder / "real.npy", cv::Mat(2, 3, CV_32FC1, cv::Scalar(0.5)));
    writeNpy(folder / "whole.npy", cv::Mat(3, 2, CV_32SC1, cv::Scalar(7)));
}

} // namespace

int main(int argc, char* argv[])
{
    if (argc != 2)
        return 1;
    const fs::path folder = argv[1];
    pictures(folder / "image");
    weights(folder / "safetensors");
    checkpoints(folder / "pth");
    arrays(folder / "npy");
    return 0;
}
