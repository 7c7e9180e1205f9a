// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/scene_sensor.h"

#include <array>

namespace duoscope::scene {
namespace {

template <typename Pixel>
struct Plane {
    int width = 0, height = 0;
    std::vector<Pixel> pixels;

    Plane(int w, int h) : width(w), height(h), pixels(static_cast<std::size_t>(w) * static_cast<std::size_t>(h)) {}
    Pixel& at(int x, int y)
    {
        return pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
    }
    const Pixel& atEdge(int x, int y) const
    {
        x = std::clamp(x, 0, width - 1);
        y = std::clamp(y, 0, height - 1);
        return pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
    }
};

/// Every pixel takes `side` of each neighbour along x, then along y.
template <typename Pixel>
void soften(Plane<Pixel>& plane, float side)
{
    Plane<Pixel> row = plane;
    for (int y = 0; y < plane.height; ++y)
        for (int x = 0; x < plane.width; ++x)
            row.at(x, y) = plane.at(x, y) * (1 - 2 * side) + (plane.atEdge(x - 1, y) + plane.atEdge(x + 1, y)) * side;
    for (int y = 0; y < plane.height; ++y)
        for (int x = 0; x < plane.width; ++x)
            plane.at(x, y) = row.at(x, y) * (1 - 2 * side) + (row.atEdge(x, y - 1) + row.atEdge(x, y + 1)) * side;
}

/// Mean over 2 radius + 1 pixels along x and then y, three times: close to a Gaussian. Dark beyond the border.
void blur(Plane<Vec3>& plane, int radius)
{
    const float share = 1.0f / static_cast<float>(2 * radius + 1);
    std::vector<Vec3> line;
    const auto pass = [&](int count, auto pixel) {
        line.assign(static_cast<std::size_t>(count + 2 * radius + 1), Vec3{});
        for (int i = 0; i < count; ++i)
            line[static_cast<std::size_t>(i + radius)] = pixel(i);
        Vec3 sum;
        for (int i = 0; i < 2 * radius; ++i)
            sum += line[static_cast<std::size_t>(i)];
        for (int i = 0; i < count; ++i) {
            sum += line[static_cast<std::size_t>(i + 2 * radius)];
            pixel(i) = sum * share;
            sum = sum - line[static_cast<std::size_t>(i)];
        }
    };
    for (int repeat = 0; repeat < 3; ++repeat) {
        for (int y = 0; y < plane.height; ++y)
            pass(plane.width, [&](int i) -> Vec3& { return plane.at(i, y); });
        for (int x = 0; x < plane.width; ++x)
            pass(plane.height, [&](int i) -> Vec3& { return plane.at(x, i); });
    }
}

/// Adds what the lens scatters of the bright parts: halos, a veil and streaks.
void addBloom(Plane<Vec3>& picture, float fog, float glare, bool night)
{
    constexpr int kCell = 4;
    const int w = (picture.width + kCell - 1) / kCell, h = (picture.height + kCell - 1) / kCell;
    Plane<Vec3> bright(w, h);
    for (int y = 0; y < picture.height; ++y)
        for (int x = 0; x < picture.width; ++x) {
            const Vec3 v = picture.at(x, y);
            const float excess = std::max(0.0f, std::max({v.x, v.y, v.z}) - 1.1f);
            if (excess > 0)
                bright.at(x / kCell, y / kCell) += v * (std::min(excess, 40.0f) / (excess + 1.1f) / (kCell * kCell));
        }
    std::vector<Plane<Vec3>> halos;
    const float size = static_cast<float>(std::max(w, h));
    const std::array<float, 3> spread{0.010f, 0.035f, 0.11f};
    const std::array<float, 3> weight{0.45f + 0.3f * glare, 0.18f + 4 * fog + 0.75f * glare,
                                      0.05f + 3 * fog + (night ? 1.3f : 0.5f) * glare};
    for (const float s : spread) {
        halos.push_back(bright);
        blur(halos.back(), std::max(1, static_cast<int>(s * size)));
    }
    Plane<Vec3> sum(w, h);
    for (std::size_t k = 0; k < halos.size(); ++k)
        for (std::size_t i = 0; i < sum.pixels.size(); ++i)
            sum.pixels[i] += halos[k].pixels[i] * weight[k];
    if (glare > 0) { // the iris makes a star of six
        const int reach = std::max(2, static_cast<int>(0.16f * size));
        constexpr std::array<std::array<float, 2>, 3> kWays{{{1.0f, 0.12f}, {0.42f, 0.91f}, {-0.58f, 0.81f}}};
        for (int y = 0; y < h; ++y)
            for (int x = 0; x < w; ++x) {
                const Vec3 v = bright.at(x, y);
                if (v.x < 0.8f)
                    continue;
                for (const auto& way : kWays)
                    for (int t = -reach; t <= reach; ++t) {
                        const float fade = 1 - std::abs(static_cast<float>(t)) / static_cast<float>(reach + 1);
                        const int px = x + floorInt(way[0] * static_cast<float>(t) + 0.5f);
                        const int py = y + floorInt(way[1] * static_cast<float>(t) + 0.5f);
                        if (px >= 0 && py >= 0 && px < w && py < h)
                            sum.at(px, py) += v * (0.020f * glare * fade * fade * fade);
                    }
            }
        soften(sum, 0.25f);
    }
    for (int y = 0; y < picture.height; ++y)
        for (int x = 0; x < picture.width; ++x) { // bilinear enlargement
            const float fx = (static_cast<float>(x) + 0.5f) / kCell - 0.5f,
                        fy = (static_cast<float>(y) + 0.5f) / kCell - 0.5f;
            const int ix = floorInt(fx), iy = floorInt(fy);
            const float tx = fx - static_cast<float>(ix), ty = fy - static_cast<float>(iy);
            picture.at(x, y) += mix(mix(sum.atEdge(ix, iy), sum.atEdge(ix + 1, iy), tx),
                                    mix(sum.atEdge(ix, iy + 1), sum.atEdge(ix + 1, iy + 1), tx), ty);
        }
}

/// About standard normal, from the bits of a hash.
float normalOf(std::uint32_t hash)
{
    const std::uint32_t more = hashOf(hash ^ 0x68bc21ebu);
    const auto part = [](std::uint32_t bits) { return static_cast<float>(bits & 0xffffu) * (1.0f / 65536.0f); };
    return (part(hash) + part(hash >> 16) + part(more) + part(more >> 16) - 2.0f) * 1.7320508f;
}

float vignette(int x, int y, int width, int height, float strength)
{
    const float dx = (static_cast<float>(x) + 0.5f) / static_cast<float>(width) - 0.5f;
    const float dy = (static_cast<float>(y) + 0.5f) / static_cast<float>(height) - 0.5f;
    return 1 - strength * 2 * (dx * dx + dy * dy);
}

/// The display's curve, from a table because every pixel needs it three times.
class ToneCurve {
public:
    ToneCurve()
    {
        for (int i = 0; i <= kSteps; ++i) {
            const float linear = static_cast<float>(i) / kSteps;
            m_table[static_cast<std::size_t>(i)] =
                linear < 0.0031308f ? 12.92f * linear : 1.055f * power(linear, 1 / 2.4f) - 0.055f;
        }
    }
    float operator()(float linear) const { return m_table[static_cast<std::size_t>(clamp01(linear) * kSteps + 0.5f)]; }

private:
    static constexpr int kSteps = 8191;
    std::array<float, kSteps + 1> m_table;
};

std::uint8_t toByte(float v) { return static_cast<std::uint8_t>(std::clamp(v * 255 + 0.5f, 0.0f, 255.0f)); }

} // namespace

cv::Mat photograph(const World& world, const Exposure& exposure, std::uint32_t seed)
{
    const Climate& climate = world.climate;
    Plane<Vec3> picture(exposure.width, exposure.height);
    Vec3 gain = climate.whiteBalance * (climate.exposure * (climate.night ? 1.5f : 0.95f));
    if (climate.night) { // brightly lit streets are exposed shorter
        float sum = 0;
        for (const Vec3& v : exposure.colour)
            sum += std::min(luma(v * gain), 1.0f);
        const float mean = sum / static_cast<float>(exposure.colour.size());
        gain *= power(std::min(1.0f, 0.07f / std::max(mean, 1e-3f)), 0.6f);
    }
    for (std::size_t i = 0; i < picture.pixels.size(); ++i)
        picture.pixels[i] = exposure.colour[i] * gain;
    addBloom(picture, climate.fog > 0.01f ? climate.fog : 0.0f, climate.glare, climate.night);
    soften(picture, climate.night ? 0.15f : 0.10f);

    static const ToneCurve kCurve;
    const float contrast = climate.fog > 0.01f ? 0.1f : 0.38f;
    const float shot = climate.night ? 0.0011f : 0.00022f, read = climate.night ? 0.0022f : 0.0010f;
    cv::Mat out(picture.height, picture.width, CV_8UC3);
    for (int y = 0; y < out.rows; ++y) {
        auto* row = out.ptr<cv::Vec3b>(y);
        for (int x = 0; x < out.cols; ++x) {
            Vec3 v = picture.at(x, y) * vignette(x, y, out.cols, out.rows, 0.30f);
            const float grey = luma(v);
            v = mix(Vec3{grey, grey, grey}, v, climate.night ? 0.86f : 1.22f);
            const float channels[3] = {v.z, v.y, v.x};
            const std::uint32_t hash = hashOf(x, y, seed);
            for (int k = 0; k < 3; ++k) {
                const float light = 1 - expOf(-1.15f * std::max(channels[k], 0.0f)); // bright parts saturate softly
                const float noise = normalOf(hashOf(hash + static_cast<std::uint32_t>(k)));
                const float v8 = kCurve(light + noise * std::sqrt(shot * light + read * read));
                row[x][k] = toByte(mix(v8, v8 * v8 * (3 - 2 * v8), contrast));
            }
        }
    }
    return out;
}

cv::Mat photographHeat(const World& world, const Exposure& exposure, std::uint32_t seed)
{
    Plane<float> heat(exposure.width, exposure.height);
    heat.pixels = exposure.temperature;
    soften(heat, 0.20f);
    soften(heat, 0.12f);

    // The automatic gain spans what occurs, but doesn't give its range away to the cold sky.
    constexpr int kBins = 1200;
    std::array<int, kBins> histogram{};
    for (const float t : heat.pixels)
        ++histogram[static_cast<std::size_t>(std::clamp((t + 50) * 10, 0.0f, kBins - 1.0f))];
    const auto quantile = [&](float share) {
        const auto wanted = static_cast<int>(share * static_cast<float>(heat.pixels.size()));
        int seen = 0, bin = 0;
        while (bin < kBins - 1 && (seen += histogram[static_cast<std::size_t>(bin)]) <= wanted)
            ++bin;
        return static_cast<float>(bin) / 10 - 50;
    };
    const float air = world.climate.airTemperature;
    const float low = mix(air - 5.5f, quantile(0.02f), 0.22f);
    const float high = std::max({quantile(0.998f), air + 11, std::min(31.0f, air + 20)});
    const float gamma = 0.95f + 0.65f * unitOf(hashOf(seed + 1));
    const float noiseLevel = 0.006f + 0.006f * unitOf(hashOf(seed + 2));

    cv::Mat out(heat.height, heat.width, CV_8UC1);
    for (int y = 0; y < out.rows; ++y) {
        auto* row = out.ptr<std::uint8_t>(y);
        for (int x = 0; x < out.cols; ++x) {
            const float level = (heat.at(x, y) - low) / (high - low);
            // Below the window the curve runs out softly, so that the sky keeps some structure.
            float v = level > 0.14f ? level : 0.14f / (1 + (0.14f - level) * 3.5f);
            v = power(std::min(v, 1.0f), gamma) * vignette(x, y, out.cols, out.rows, 0.10f);
            const float column = normalOf(hashOf(x, -1, seed)) * 0.35f, pixel = normalOf(hashOf(x, y, seed + 3)) * 0.5f;
            const float moment = normalOf(hashOf(x, y, seed + 4));
            row[x] = toByte(v + noiseLevel * (column + pixel + moment));
        }
    }
    return out;
}

} // namespace duoscope::scene
