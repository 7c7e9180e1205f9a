// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/scene_layout.h"
#include "core/dataset/scene_raster.h"
#include "core/dataset/scene_things.h"

namespace duoscope::scene {
namespace {

enum class District { City, Suburb, Park };

/// Fills a street from the ground up; everything is placed by its distance ahead and its distance from the centre line.
class Layout {
public:
    Layout(const LayoutRequest& request, World& world)
        : m_request(request), m_random(request.seed), m_world(world), m_builder(world, m_random)
    {
    }

    void run()
    {
        m_world.climate = chooseClimate(m_request);
        startPart(1);
        const float kind = m_random.uniform();
        m_district = kind < 0.5f ? District::City : kind < 0.78f ? District::Suburb : District::Park;
        chooseStreet();
        chooseCamera();
        m_lampColour =
            m_random.pick({Vec3{1, 0.62f, 0.26f}, Vec3{1, 0.78f, 0.50f}, Vec3{0.95f, 0.97f, 1}, Vec3{0.86f, 1, 0.84f}});
        startPart(2);
        for (const float side : {-1.0f, 1.0f}) {
            lineWithBuildings(side);
            lineWithFurniture(side);
        }
        closeTheView();
        startPart(3);
        addTraffic();
        startPart(4);
        addPeople();
        startPart(5);
        if (m_request.glare && !m_request.night)
            showTheSun();
    }

private:
    // Each part has random numbers of its own, so that a change in one leaves the others alone.
    void startPart(std::uint64_t part) { m_random = Random(m_request.seed * 0x9e3779b97f4a7c15ull + part * 0x5eedull); }

    // The street's middle and direction at distance y.
    Vec3 at(float side, float y, float z = 0) const { return {m_world.street.centre(y) + side, y, z}; }
    float yawAlong(float y) const
    {
        const float t = m_world.street.tangent(y);
        return kPi / 2 - (t - t * t * t / 3); // arctangent of a gentle slope
    }
    float groundAt(Vec3 p) const { return m_world.street.zone(p.x, p.y) == Zone::Road ? 0.0f : kKerbHeight; }
    Vec3 standing(float side, float y) const
    {
        Vec3 p = at(side, y);
        p.z = groundAt(p);
        return p;
    }

    void chooseStreet()
    {
        Random& r = m_random;
        Street& s = m_world.street;
        s.lanes = r.pick({2, 2, 2, 3, 4});
        s.parking = m_district != District::Park && r.chance(0.6f);
        s.halfWidth = 0.5f * static_cast<float>(s.lanes) * r.uniform(2.9f, 3.4f) + (s.parking ? 2.1f : 0.3f);
        s.sidewalk = m_district == District::City ? r.uniform(2.4f, 5.0f) : r.uniform(1.6f, 2.8f);
        s.verge = m_district != District::City && r.chance(0.6f) ? r.uniform(1.0f, 3.0f) : 0.0f;
        s.curvature = r.chance(0.45f) ? 0.0f : r.uniform(-0.0016f, 0.0016f);
        s.edgeLines = r.chance(0.4f);
        s.pavedYard = m_district == District::City;
        s.cobbled = r.chance(0.35f);
        s.wear = r.uniform();
        const float rain = r.uniform(), wet = r.uniform(0.3f, 0.9f);
        s.wetness = rain < (m_request.fog ? 0.6f : 0.25f) ? wet : 0.0f;
        s.asphalt = r.pick({paint(92, 92, 94), paint(104, 102, 100), paint(82, 84, 90), paint(114, 112, 108)});
        s.paving = r.pick({paint(150, 146, 140), paint(168, 160, 148), paint(150, 132, 120), paint(134, 134, 134)});
        s.grass = r.pick({paint(86, 102, 50), paint(98, 106, 58), paint(72, 94, 48)});
        s.seed = r.seed();
        if (r.chance(0.45f)) {
            s.crossFrom = r.uniform(24, 60);
            s.crossTo = s.crossFrom + r.uniform(7, 11);
        }
        if (r.chance(0.5f)) {
            s.walkFrom = s.crossFrom < 1e6f ? s.crossFrom - 5 : r.uniform(9, 30);
            s.walkTo = s.walkFrom + r.uniform(2.8f, 3.6f);
        }
    }

    void chooseCamera()
    {
        Random& r = m_random;
        Street& s = m_world.street;
        Camera& c = m_world.camera;
        const float place = r.uniform();
        const bool onWalk = place > 0.75f;
        const float roadPart = s.halfWidth - (s.parking ? 2.1f : 0.0f);
        const float lateral = onWalk ? (s.halfWidth + s.verge + s.sidewalk * 0.5f) * r.pick({-1.0f, 1.0f})
                                     : roadPart * r.uniform(0.15f, 0.65f);
        s.offset = -lateral;
        m_onRoad = !onWalk;
        float height = r.uniform(1.25f, 2.1f);
        if (r.chance(0.22f))
            height = r.uniform(2.6f, 5.0f);
        const float yaw = r.uniform(-0.13f, 0.13f) - (onWalk ? 0.14f * (lateral > 0 ? 1.0f : -1.0f) : 0.0f);
        const float pitch = r.uniform(-0.05f, 0.045f) - (height > 2.5f ? 0.10f : 0.0f);
        const float roll = 0.012f * r.normal();
        const float view = r.uniform(0.80f, 1.12f); // horizontal angle, radians
        c.position = {0, 0, height};
        c.forward = {sine(yaw) * cosine(pitch), cosine(yaw) * cosine(pitch), sine(pitch)};
        const Vec3 flat{cosine(yaw), -sine(yaw), 0}, top = cross(flat, c.forward);
        c.right = flat * cosine(roll) + top * sine(roll);
        c.up = cross(c.right, c.forward);
        c.centreX = 0.5f * static_cast<float>(m_request.width);
        c.centreY = 0.5f * static_cast<float>(m_request.height);
        c.focal = c.centreX * cosine(view / 2) / sine(view / 2);
    }

    void lineWithBuildings(float side)
    {
        Random& r = m_random;
        const Street& s = m_world.street;
        float y = -14;
        while (y < 190) {
            const bool city = m_district == District::City;
            float width = city ? r.uniform(11, 24) : r.uniform(8, 12);
            if (y + width > s.crossFrom - s.edge() + s.halfWidth - 1 && y < s.crossTo + 4) {
                y = s.crossTo + 4;
                continue;
            }
            const bool green = m_district == District::Park ? r.chance(0.85f) : r.chance(city ? 0.12f : 0.18f);
            const float setback = city ? r.uniform(0, 0.6f) : r.uniform(3, 7);
            if (green) {
                width = r.uniform(9, 20);
                grove(side, y, width);
            } else {
                const float middle = y + width / 2;
                const float tower = city && r.chance(0.25f) ? 12.0f : 0.0f;
                const float height = tower + (city                           ? r.uniform(9.8f, 21)
                                              : m_district == District::Park ? r.uniform(10, 26)
                                                                             : r.uniform(5.6f, 8.0f));
                const float away = s.edge() + setback + (m_district == District::Park ? 8.0f : 0.0f);
                Vec3 p = at(side * away, middle, kKerbHeight - 0.02f);
                addBuilding(m_builder, p, yawAlong(middle) + side * kPi / 2, width, height, city ? 12.0f : 8.0f,
                            m_request.night);
                if (!city) {
                    if (r.chance(0.5f))
                        addHedge(m_builder, at(side * (s.edge() + 0.5f), y + 0.5f, kKerbHeight),
                                 at(side * (s.edge() + 0.5f), y + width - 1.5f, kKerbHeight), r.uniform(0.8f, 1.4f));
                    if (r.chance(0.5f) && y > 4) {
                        const float height2 = r.uniform(4, 8);
                        addTree(m_builder, at(side * (s.edge() + 2), y + width, kKerbHeight), height2, y < 45);
                    }
                }
            }
            y += width + (city ? (r.chance(0.25f) ? r.uniform(1, 4) : 0.0f) : r.uniform(2, 5));
        }
    }

    void grove(float side, float y, float size)
    {
        Random& r = m_random;
        const Street& s = m_world.street;
        const int trees = r.integer(2, 4);
        for (int i = 0; i < trees; ++i) {
            const float away = s.edge() + r.uniform(1.5f, 14), along = y + r.uniform(0, size);
            const float height = r.uniform(6, 13);
            if (along > 5)
                addTree(m_builder, at(side * away, along, kKerbHeight), height, along < 40);
        }
        const int bushes = r.integer(1, 4);
        for (int i = 0; i < bushes; ++i) {
            const float away = s.edge() + r.uniform(1, 8), along = y + r.uniform(0, size);
            const float radius = r.uniform(0.5f, 1.3f);
            if (along > 3)
                addBush(m_builder, at(side * away, along, kKerbHeight), radius);
        }
        if (r.chance(0.35f))
            addHedge(m_builder, at(side * (s.edge() + 0.5f), y, kKerbHeight),
                     at(side * (s.edge() + 0.5f), y + size, kKerbHeight), r.uniform(0.7f, 1.2f));
    }

    void lineWithFurniture(float side)
    {
        Random& r = m_random;
        const Street& s = m_world.street;
        const float kerb = s.halfWidth + 0.55f;
        const bool avenue = s.verge > 0 || r.chance(0.35f);
        const float gap = r.uniform(17, 30), lampHeight = m_district == District::Park && r.chance(0.5f)
                                                              ? r.uniform(3.6f, 4.8f)
                                                              : r.uniform(6, 8.8f);
        const float signal = s.crossFrom < 1e6f ? s.crossFrom - 0.8f : s.walkFrom < 1e6f ? s.walkTo + 0.5f : 0;
        const bool lamps = side > 0 || r.chance(0.55f);
        for (float y = r.uniform(7, 20); lamps && y < 150; y += gap) {
            if (s.crossing(y) || std::abs(y - signal) < 1.5f)
                continue;
            addStreetLamp(m_builder, standing(side * kerb, y), yawAlong(y) + side * kPi / 2, lampHeight,
                          m_request.night, m_lampColour);
        }
        if (avenue) {
            const float spacing = r.uniform(8, 14), height = r.uniform(5, 9.5f);
            for (float y = r.uniform(6, 16); y < 120; y += spacing * r.uniform(0.85f, 1.25f)) {
                const float tall = height * r.uniform(0.8f, 1.2f);
                if (!s.crossing(y + 2) && !s.crossing(y - 2))
                    addTree(m_builder, standing(side * (s.halfWidth + (s.verge > 0 ? s.verge / 2 : 1.0f)), y), tall,
                            y < 35);
            }
        }
        for (float y = r.uniform(7, 22); y < 90; y += r.uniform(14, 40)) {
            const float skew = r.uniform(-0.2f, 0.2f);
            const float turn = yawAlong(y) + (side > 0 || r.chance(0.5f) ? kPi : 0.0f) + skew;
            if (!s.crossing(y) && std::abs(y - signal) > 1.5f)
                addSign(m_builder, standing(side * (kerb + 0.1f), y), turn);
        }
        if (signal > 6 && (side > 0 || r.chance(0.6f))) {
            const bool over = side > 0 && r.chance(0.4f);
            addTrafficLight(m_builder, standing(side * (kerb - 0.1f), signal), yawAlong(signal) + kPi, over);
        }
        if (r.chance(0.3f))
            for (float y = r.uniform(10, 25), step = r.uniform(24, 34); y < 130; y += step)
                addPole(m_builder, standing(side * (s.edge() - 0.3f), y), 8.5f);
        if (r.chance(0.3f))
            for (float y = r.uniform(6, 14), end = y + r.uniform(6, 20); y < end; y += 1.8f)
                addPole(m_builder, standing(side * kerb, y), 0.95f);
        for (int i = r.integer(0, 3); i > 0; --i) {
            const float y = r.uniform(7, 40);
            addClutter(m_builder, standing(side * (s.edge() - 0.6f), y), yawAlong(y) + side * kPi / 2);
        }
    }

    /// Something stands across the far end, so that the road doesn't run into the sky.
    void closeTheView()
    {
        Random& r = m_random;
        for (float x = -150; x < 150;) {
            const float width = r.uniform(14, 30), height = r.uniform(8, 26), away = r.uniform(205, 235);
            if (r.chance(m_district == District::City ? 0.75f : 0.35f))
                addBuilding(m_builder, {m_world.street.centre(200) + x + width / 2, away, 0}, -kPi / 2, width, height,
                            10, m_request.night);
            x += width + r.uniform(0, 6);
        }
        for (float x = -150; x < 150; x += r.uniform(5, 9)) {
            const float height = r.uniform(6, 13), away = r.uniform(192, 202);
            addTree(m_builder, {m_world.street.centre(200) + x, away, 0}, height, false);
        }
    }

    /// Moves the sun to a part of the picture's sky that nothing hides, if there is one.
    void showTheSun()
    {
        Climate& climate = m_world.climate;
        for (int attempt = 0; attempt < 60; ++attempt) {
            const float across = m_random.uniform(0.15f, 0.85f), down = m_random.uniform(0.03f, 0.40f);
            const Vec3 ray = m_world.camera.ray(across * static_cast<float>(m_request.width),
                                                down * static_cast<float>(m_request.height));
            const Vec3 towards = normalized(ray);
            if (towards.z < 0.07f || towards.z > 0.42f || blocked(m_world, m_world.camera.position, ray))
                continue;
            climate.sunDirection = towards;
            return;
        }
    }

    void addTraffic();
    void addPeople();
    void addVehicle(float side, float y, float yaw, bool oncoming);

    const LayoutRequest& m_request;
    Random m_random;
    World& m_world;
    Builder m_builder;
    District m_district = District::City;
    Vec3 m_lampColour;
    bool m_onRoad = true;
};

void Layout::addVehicle(float side, float y, float yaw, bool oncoming)
{
    Random& r = m_random;
    const bool dim = m_request.night || m_request.fog;
    const bool careful = oncoming && r.chance(0.3f);
    const bool lights = dim || careful;
    const float kind = r.uniform();
    const Vec3 p = at(side, y);
    if (kind < 0.10f && y > 12)
        addTruck(m_builder, p, yaw, lights);
    else if (kind < 0.19f && y > 14)
        addBus(m_builder, p, yaw, lights);
    else if (kind < 0.33f)
        addCycle(m_builder, p, yaw, r.chance(0.5f), m_request.night);
    else
        addCar(m_builder, p, yaw, r.pick({CarBody::Sedan, CarBody::Hatchback, CarBody::Suv, CarBody::Van}), true,
               lights);
}

void Layout::addTraffic()
{
    Random& r = m_random;
    const Street& s = m_world.street;
    const float driven = s.halfWidth - (s.parking ? 2.1f : 0.3f);
    const float laneWidth = 2 * driven / static_cast<float>(s.lanes);
    const float density = r.uniform(0.25f, 1.1f);
    for (int lane = 0; lane < s.lanes; ++lane) {
        const float side = -driven + laneWidth * (static_cast<float>(lane) + 0.5f);
        const bool oncoming = side < -0.1f || (s.lanes == 3 && lane == 1 && r.chance(0.5f));
        const bool own = m_onRoad && std::abs(side + s.offset) < laneWidth * 0.6f;
        float y = own ? r.uniform(12, 24) : r.uniform(7, 26);
        if (m_request.glare && m_request.night && oncoming)
            y = std::clamp(y, 13.0f, 19.0f);
        for (; y < 150; y += 9 + r.uniform(4, 40) / density) {
            const float jitter = r.uniform(-0.25f, 0.25f);
            if (!r.chance(0.22f) || y < 30)
                addVehicle(side + jitter, y, yawAlong(y) + (oncoming ? kPi : 0.0f) + 0.02f * r.normal(), oncoming);
        }
    }
    if (s.parking)
        for (const float side : {-1.0f, 1.0f})
            for (float y = r.uniform(5.5f, 14); y < 110; y += r.uniform(5.6f, 6.6f)) {
                if (r.chance(0.35f) || (y > s.walkFrom - 4 && y < s.walkTo + 4) ||
                    (y > s.crossFrom - 7 && y < s.crossTo + 7))
                    continue;
                const CarBody body = r.pick({CarBody::Sedan, CarBody::Hatchback, CarBody::Suv, CarBody::Van});
                addCar(m_builder, at(side * (s.halfWidth - 1.05f), y), yawAlong(y) + (side < 0 ? kPi : 0.0f), body,
                       r.chance(0.12f), false);
            }
    if (s.crossFrom < 1e6f && r.chance(0.55f)) { // someone crosses
        const float y = s.crossFrom + 2.2f, side = r.uniform(-6, 7);
        const float turn = r.pick({0.0f, kPi});
        addCar(m_builder, at(side, y), turn, r.pick({CarBody::Sedan, CarBody::Suv, CarBody::Hatchback}), true,
               m_request.night || m_request.fog);
    }
}

void Layout::addPeople()
{
    Random& r = m_random;
    const Street& s = m_world.street;
    const float middle = s.halfWidth + s.verge + s.sidewalk * 0.55f;
    const int groups = r.integer(4, 9);
    for (int i = 0; i < groups; ++i) {
        const bool first = i == 0; // one is near enough to be seen well
        const float side = r.chance(0.5f) ? 1.0f : -1.0f;
        const float near = first ? r.uniform(9, 15) : r.uniform(8, 20);
        const float far = first ? 0 : 60 * r.uniform();
        const float y = near + far * r.uniform();
        const int size = r.chance(0.4f) ? r.integer(2, 4) : 1;
        const bool walking = r.chance(0.7f), away = r.chance(0.5f);
        const float spread = s.sidewalk * 0.28f;
        for (int k = 0; k < size; ++k) {
            const float across = middle + r.uniform(-spread, spread),
                        along = y + 0.75f * static_cast<float>(k) * r.uniform(0.3f, 1);
            const float turn = walking ? r.uniform(-0.25f, 0.25f) : r.uniform(-2, 2);
            const bool child = size > 1 && k > 0 && r.chance(0.2f);
            if (!s.crossing(along))
                addPerson(m_builder, standing(side * across, along), yawAlong(along) + (away ? 0.0f : kPi) + turn,
                          walking, child);
        }
    }
    // Some cross the road, more so where a crosswalk is.
    const bool marked = s.walkFrom < 1e6f;
    for (int i = r.chance(marked ? 0.8f : 0.3f) ? r.integer(1, marked ? 4 : 1) : 0; i > 0; --i) {
        const float y = marked ? r.uniform(s.walkFrom + 0.4f, s.walkTo - 0.4f) : r.uniform(14, 40);
        const float side = r.uniform(-s.halfWidth + 1, s.halfWidth - 1);
        const float turn = r.uniform(-0.2f, 0.2f);
        const float way = r.pick({0.0f, kPi});
        addPerson(m_builder, standing(side, y), way + turn, true, r.chance(0.1f));
    }
}

} // namespace

World layOut(const LayoutRequest& request)
{
    World world;
    Layout(request, world).run();
    return world;
}

} // namespace duoscope::scene
