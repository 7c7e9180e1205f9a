// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/scene_render.h"
#include "core/dataset/scene_light.h"
#include "core/dataset/scene_raster.h"
#include "core/dataset/scene_surface.h"

#include <array>

namespace duoscope::scene {
namespace {

constexpr int kSamples = kOversampling * kOversampling;

struct Sample {
    std::uint32_t what = kSkySample;
    float nearness = 0;
    Vec3 ray;
};

class Renderer {
public:
    Renderer(const World& world, int width, int height)
        : m_world(world), m_visibility(findVisible(world, width, height)), m_lighting(world)
    {
    }

    Exposure run(int width, int height)
    {
        Exposure out;
        out.width = width;
        out.height = height;
        const auto count = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
        out.colour.resize(count);
        out.temperature.resize(count);
        out.label.resize(count);
        std::size_t at = 0;
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x, ++at)
                renderPixel(x, y, out.colour[at], out.temperature[at], out.label[at]);
        return out;
    }

private:
    void renderPixel(int x, int y, Vec3& colour, float& temperature, std::uint8_t& label) const
    {
        std::array<Sample, kSamples> samples;
        for (int i = 0; i < kSamples; ++i) {
            const int sx = x * kOversampling + i % kOversampling, sy = y * kOversampling + i / kOversampling;
            const auto at = static_cast<std::size_t>(sy) * static_cast<std::size_t>(m_visibility.width) +
                            static_cast<std::size_t>(sx);
            Sample& sample = samples[static_cast<std::size_t>(i)];
            sample.what = m_visibility.primitive[at];
            sample.nearness = m_visibility.nearness[at];
            sample.ray = m_world.camera.ray((static_cast<float>(sx) + 0.5f) / kOversampling,
                                            (static_cast<float>(sy) + 0.5f) / kOversampling);
        }
        std::array<int, 16> votes{};
        std::array<float, 16> nearest{};
        std::array<bool, kSamples> done{};
        for (std::size_t i = 0; i < kSamples; ++i) {
            if (done[i])
                continue;
            // Samples of one thing are lit once, where they are on average, unless it has painted edges.
            Sample mean = samples[i];
            float share = 1;
            for (std::size_t k = i + 1; k < kSamples && !hasEdges(mean.what); ++k)
                if (samples[k].what == samples[i].what) {
                    mean.ray += samples[k].ray;
                    mean.nearness += samples[k].nearness;
                    share += 1;
                    done[k] = true;
                }
            mean.ray *= 1 / share;
            mean.nearness /= share;
            std::uint8_t id = 0;
            const Radiance seen = look(mean, id);
            colour += seen.colour * (share / kSamples);
            temperature += seen.temperature * (share / kSamples);
            votes[id] += static_cast<int>(share);
            nearest[id] = std::max(nearest[id], mean.nearness);
        }
        // Lit air varies slowly: once a pixel is enough.
        colour += m_lighting.litAir(samples[0].ray, samples[0].nearness > 0 ? 1 / samples[0].nearness : 200.0f);

        // The label of most samples; of the nearest thing where there are equally many.
        std::size_t best = 0;
        for (std::size_t id = 0; id < votes.size(); ++id)
            if (votes[id] > votes[best] || (votes[id] == votes[best] && nearest[id] > nearest[best]))
                best = id;
        label = static_cast<std::uint8_t>(best);
    }

    bool hasEdges(std::uint32_t what) const
    {
        if (what >= kGroundSample)
            return false;
        const Material material = m_world.primitives[what].material;
        return material >= Material::Car || material == Material::SignFace || material == Material::TrafficLight;
    }

    Radiance look(const Sample& sample, std::uint8_t& label) const
    {
        if (sample.what == kSkySample) {
            label = static_cast<std::uint8_t>(Label::Sky);
            return m_lighting.sky(sample.ray);
        }
        const Vec3 origin = m_world.camera.position;
        float depth = 1 / sample.nearness;
        const Vec3 towardsViewer = -normalized(sample.ray);
        Surface surface;
        Vec3 point;
        if (sample.what == kGroundSample) {
            const GroundHit hit = hitGround(m_world.street, origin, sample.ray);
            if (hit.depth > 0)
                depth = hit.depth;
            point = origin + sample.ray * depth;
            // Seen at a flat angle a pixel is longer than wide; textures average over something between the two.
            const float slant = std::sqrt(std::max(towardsViewer.z, 0.02f));
            surface = paintGround(m_world, hit, point, depth / m_world.camera.focal / slant);
            label = static_cast<std::uint8_t>(
                hit.zone == Zone::Road                                                             ? Label::Road
                : hit.zone == Zone::Verge || (hit.zone == Zone::Yard && !m_world.street.pavedYard) ? Label::Vegetation
                                                                                                   : Label::Sidewalk);
        } else {
            const Primitive& primitive = m_world.primitives[sample.what];
            point = origin + sample.ray * depth;
            const Vec3 normal = normalAt(m_world, primitive, point, towardsViewer);
            const float slant = std::sqrt(std::max(dot(normal, towardsViewer), 0.05f));
            surface = paintPrimitive(m_world, primitive, point, normal, depth / m_world.camera.focal / slant);
            label = static_cast<std::uint8_t>(primitive.label);
        }
        return m_lighting.surface(surface, point, sample.ray);
    }

    const World& m_world;
    Visibility m_visibility;
    Lighting m_lighting;
};

} // namespace

Exposure render(const World& world, int width, int height) { return Renderer(world, width, height).run(width, height); }

} // namespace duoscope::scene
