// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/scene_math.h"
#include "core/dataset/scene_random.h"

#include <cstdint>
#include <vector>

/// The scene between layout and drawing: shapes in metres, x to the right, y ahead, z up; the road lies at z = 0.
namespace duoscope::scene {

/// Ids of the class set "street".
enum class Label : std::uint8_t {
    Unlabeled,
    Road,
    Sidewalk,
    Building,
    Lamp,
    Sign,
    Vegetation,
    Sky,
    Person,
    Car,
    Truck,
    Bus,
    Motorcycle,
    Bicycle,
    Pole
};

/// How a surface is painted, in colour and in temperature.
enum class Material : std::uint8_t {
    Plain,
    Masonry,
    Facade,
    Roof,
    Metal,
    LampHead,
    SignFace,
    TrafficLight,
    Bark,
    Leaf,
    Skin,
    Hair,
    Cloth,
    Car,
    Truck,
    Bus,
    Wheel
};

enum class Shape : std::uint8_t {
    Triangle, ///< corners a, b, c with normals na, nb, nc
    Tube,     ///< from a with radius r0 to b with radius r1, ends round
    Ball,     ///< centre a, half axes b along the object's own axes
    Leaves,   ///< centre a, radius r0, full of holes
};

/// What the parts of one thing share; its own axes are x along, y to the left, z up.
struct Object {
    Vec3 origin;
    float cosYaw = 1, sinYaw = 0;
    Vec3 size;           ///< extent along the own axes, metres
    Vec3 colour, accent; ///< reflectance in [0, 1]
    float heat = 0;      ///< how far its warm parts are above what they would be, °C
    float light = 0;     ///< 0 dark … 1 lit (lamps on, windows lit)
    int style = 0;
    std::uint32_t seed = 0;

    Vec3 toWorld(Vec3 p) const
    {
        return {origin.x + p.x * cosYaw - p.y * sinYaw, origin.y + p.x * sinYaw + p.y * cosYaw, origin.z + p.z};
    }
    Vec3 turned(Vec3 d) const { return {d.x * cosYaw - d.y * sinYaw, d.x * sinYaw + d.y * cosYaw, d.z}; }
    Vec3 turnedBack(Vec3 d) const { return {d.x * cosYaw + d.y * sinYaw, d.y * cosYaw - d.x * sinYaw, d.z}; }
    Vec3 toLocal(Vec3 p) const { return turnedBack(p - origin); }
};

struct Primitive {
    Vec3 a, b, c, na, nb, nc;
    float r0 = 0, r1 = 0;
    std::uint32_t object = 0;
    Shape shape = Shape::Triangle;
    Material material = Material::Plain;
    Label label = Label::Unlabeled;
    Vec3 tint{1, 1, 1}; ///< multiplies the object's colour
    float warmth = 0;   ///< °C added to the material's temperature
};

/// A light at night.
struct Light {
    Vec3 position, direction, colour;   ///< colour carries the strength
    float cosInner = -1, cosOuter = -2; ///< full inside the inner, none outside the outer angle; -1, -2: all around
    float reach = 25;                   ///< metres
};

/// A darkened patch of ground below a thing that stands on it.
struct Contact {
    float x = 0, y = 0, cosYaw = 1, sinYaw = 0, halfLength = 0, halfWidth = 0;
    float warmth = 0; ///< °C the ground is warmed
};

enum class Zone : std::uint8_t { Road, Kerb, Sidewalk, Verge, Yard };

struct Street {
    float halfWidth = 4, sidewalk = 2.5f, verge = 0; ///< metres; the verge lies between road and sidewalk
    float offset = 0, slope = 0, curvature = 0;      ///< centre line x = offset + slope y + curvature y²
    float crossFrom = 1e9f, crossTo = 1e9f;          ///< a crossing road between these y
    float walkFrom = 1e9f, walkTo = 1e9f;            ///< a marked crosswalk between these y
    int lanes = 2;
    bool parking = false, edgeLines = false, pavedYard = false, cobbled = false;
    float wear = 0.5f; ///< 0 new … 1 patched and cracked
    float wetness = 0; ///< 0 dry … 1 wet
    Vec3 asphalt, paving, grass;
    std::uint32_t seed = 0;

    float centre(float y) const
    {
        y = std::min(y, 400.0f); // beyond the end of the view the curve would run away
        return offset + slope * y + curvature * y * y;
    }
    float tangent(float y) const { return slope + 2 * curvature * y; }
    float edge() const { return halfWidth + verge + sidewalk; } ///< where the yards begin
    bool crossing(float y) const { return y > crossFrom && y < crossTo; }
    Zone zone(float x, float y) const
    {
        const float s = std::abs(x - centre(y));
        if (s < halfWidth || (crossing(y) && s < 70))
            return Zone::Road;
        if (s < halfWidth + 0.16f)
            return Zone::Kerb;
        if (s < halfWidth + verge)
            return Zone::Verge;
        return s < edge() ? Zone::Sidewalk : Zone::Yard;
    }
};

struct Camera {
    Vec3 position, right, up, forward;
    float focal = 0, centreX = 0, centreY = 0; ///< pixels of the finished picture

    /// From the camera through that point of the picture; as long as to reach a depth of 1.
    Vec3 ray(float px, float py) const
    {
        return forward + right * ((px - centreX) / focal) + up * ((centreY - py) / focal);
    }
    Vec3 toView(Vec3 p) const
    {
        const Vec3 d = p - position;
        return {dot(d, right), dot(d, up), dot(d, forward)};
    }
};

struct Climate {
    bool night = false;
    Vec3 sunDirection{0, 0, 1};   ///< towards the sun or moon
    Vec3 sunColour;               ///< light that a surface facing it receives
    Vec3 zenith, horizon, ground; ///< light from above, from the side and from below
    Vec3 air;                     ///< colour of thick fog
    float fog = 0;                ///< extinction of the visible light, 1/m
    float infraredFog = 0;        ///< that of the heat radiation, 1/m
    float clouds = 0;             ///< 0 none … 1 overcast
    float glare = 0;              ///< strength of bloom and streaks
    float exposure = 1;
    float airTemperature = 15;  ///< °C
    float sunWarmth = 0;        ///< °C that a surface facing the sun is warmed
    float skyTemperature = -10; ///< apparent, at the zenith, °C
    Vec3 whiteBalance{1, 1, 1};
    std::uint32_t seed = 0;
};

struct World {
    Camera camera;
    Climate climate;
    Street street;
    std::vector<Object> objects;
    std::vector<Primitive> primitives;
    std::vector<Light> lights;
    std::vector<Contact> contacts;
};

/// Adds shapes to a world. Coordinates are those of the object named by beginObject().
class Builder {
public:
    Builder(World& world, Random& random) : m_world(world), m_random(random) {}

    /// Starts a thing; its reference is good until the next one is started.
    Object& beginObject(Vec3 origin, float yaw, Label label);
    const Object& object() const { return m_world.objects.back(); }
    void setLabel(Label label) { m_label = label; }
    void setMaterial(Material material) { m_material = material; }
    void setTint(Vec3 tint) { m_tint = tint; }
    void setWarmth(float degrees) { m_warmth = degrees; }

    void triangle(Vec3 a, Vec3 b, Vec3 c);
    void triangle(Vec3 a, Vec3 b, Vec3 c, Vec3 na, Vec3 nb, Vec3 nc);
    void quad(Vec3 a, Vec3 b, Vec3 c, Vec3 d);
    /// The four sides and the top, and the bottom if it doesn't stand on the ground.
    void box(Vec3 from, Vec3 to);
    void tube(Vec3 a, Vec3 b, float radiusA, float radiusB);
    void ball(Vec3 centre, Vec3 halfAxes);
    void leaves(Vec3 centre, float radius);
    /// A round disc facing along `normal` (unit, along one of the own axes).
    void disc(Vec3 centre, Vec3 normal, float radius, int corners);
    void contact(Vec3 centre, float halfLength, float halfWidth, float warmth = 0);

    World& world() { return m_world; }
    Random& random() { return m_random; }

private:
    Primitive& add(Shape shape);

    World& m_world;
    Random& m_random;
    Label m_label = Label::Unlabeled;
    Material m_material = Material::Plain;
    Vec3 m_tint{1, 1, 1};
    float m_warmth = 0;
};

} // namespace duoscope::scene
