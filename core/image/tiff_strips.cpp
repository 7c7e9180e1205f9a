// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/tiff_strips.h"

#include <tiffio.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

namespace duoscope {
namespace {

/// No strip of a sound image within our limits comes near; damaged headers ask for anything.
constexpr tmsize_t kMaximumStripBytes = tmsize_t{1} << 33;

/// A file in memory, as libtiff wants to see it.
struct Source {
    ByteView bytes;
    std::uint64_t place = 0;
};

tmsize_t readBytes(thandle_t handle, void* to, tmsize_t count)
{
    auto* source = static_cast<Source*>(handle);
    if (count < 0 || source->place >= source->bytes.size())
        return 0;
    const auto available = source->bytes.size() - source->place;
    const auto taken = std::min<std::uint64_t>(static_cast<std::uint64_t>(count), available);
    std::memcpy(to, source->bytes.data() + source->place, taken);
    source->place += taken;
    return static_cast<tmsize_t>(taken);
}

tmsize_t writeBytes(thandle_t, void*, tmsize_t) { return 0; }

toff_t seek(thandle_t handle, toff_t offset, int whence)
{
    auto* source = static_cast<Source*>(handle);
    const std::uint64_t from = whence == SEEK_CUR ? source->place : whence == SEEK_END ? source->bytes.size() : 0;
    return source->place = from + offset;
}

int close(thandle_t) { return 0; }

toff_t size(thandle_t handle) { return static_cast<Source*>(handle)->bytes.size(); }

} // namespace

bool tiffStripsUnpack(ByteView bytes)
{
    // libtiff has these for the whole process. OpenCV replaces them, too, by ones that are as silent.
    [[maybe_unused]] static const bool silent = [] {
        TIFFSetErrorHandler(nullptr);
        TIFFSetWarningHandler(nullptr);
        return true;
    }();
    Source source{bytes};
    // "m": no memory mapping, which would need two more functions.
    const std::unique_ptr<TIFF, void (*)(TIFF*)> file(
        TIFFClientOpen("", "rm", &source, readBytes, writeBytes, seek, close, size, nullptr, nullptr), TIFFClose);
    if (!file)
        return false;
    const bool tiled = TIFFIsTiled(file.get());
    const tmsize_t partBytes = tiled ? TIFFTileSize(file.get()) : TIFFStripSize(file.get());
    if (partBytes <= 0 || partBytes > kMaximumStripBytes)
        return false;
    std::vector<std::uint8_t> part(static_cast<std::size_t>(partBytes));
    const std::uint32_t parts = tiled ? TIFFNumberOfTiles(file.get()) : TIFFNumberOfStrips(file.get());
    for (std::uint32_t i = 0; i < parts; ++i) {
        const tmsize_t got = tiled ? TIFFReadEncodedTile(file.get(), i, part.data(), partBytes)
                                   : TIFFReadEncodedStrip(file.get(), i, part.data(), partBytes);
        if (got < 0)
            return false;
    }
    return parts > 0;
}

} // namespace duoscope
