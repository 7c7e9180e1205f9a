// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/scene_model.h"

/// What stands in a street. Each function adds one thing to the builder's world, with its shadow on the ground;
/// positions are those of the ground below it, yaw 0 faces +x.
namespace duoscope::scene {

/// Reflectance of a colour as screens show it, channels 0 … 255.
Vec3 paint(int red, int green, int blue);

void addPerson(Builder& builder, Vec3 foot, float yaw, bool walking, bool child);
/// A bicycle or motorcycle with its rider.
void addCycle(Builder& builder, Vec3 ground, float yaw, bool motor, bool night);

enum class CarBody { Sedan, Hatchback, Suv, Van };
void addCar(Builder& builder, Vec3 ground, float yaw, CarBody body, bool running, bool lights);
void addTruck(Builder& builder, Vec3 ground, float yaw, bool lights);
void addBus(Builder& builder, Vec3 ground, float yaw, bool lights);
/// Half the length of the longest car, metres.
constexpr float kCarHalfLength = 2.5f;

void addTree(Builder& builder, Vec3 ground, float height, bool detailed);
void addBush(Builder& builder, Vec3 ground, float radius);
/// A cut hedge from one point of the ground to another.
void addHedge(Builder& builder, Vec3 from, Vec3 to, float height);

/// The facade looks along the yaw; the ground point is its middle. `depth` metres lie behind it.
void addBuilding(Builder& builder, Vec3 ground, float yaw, float width, float height, float depth, bool night);
/// The arm reaches along the yaw.
void addStreetLamp(Builder& builder, Vec3 ground, float yaw, float height, bool lit, Vec3 colour);
/// The signs' and signals' faces look along the yaw.
void addSign(Builder& builder, Vec3 ground, float yaw);
void addTrafficLight(Builder& builder, Vec3 ground, float yaw, bool overRoad);
void addPole(Builder& builder, Vec3 ground, float height);
/// A bin, bench or box: unlabeled.
void addClutter(Builder& builder, Vec3 ground, float yaw);

} // namespace duoscope::scene
