// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

#include <functional>

namespace espseal::studio {

class Studio;

// What the user can do with the chosen board: provision, verify, watch, identify, restart. Puts listener, watch and run in order.
class BoardControl final : public QObject {
    Q_OBJECT
public:
    explicit BoardControl(Studio &studio, QObject *parent = nullptr);

    // A key that the board made itself is kept, and the run ends with a question where the plan would overwrite it.
    void provision();
    void provision_over_device_key(); // the answer
    void verify();
    void watch();
    void identify();
    void restart();
    void stop(); // what runs now

private:
    void prepare_run(bool overwrite_device_keys);
    void with_listener(std::function<void()> then);
    void listener_ready(quint16 port);
    void start_run(bool overwrite_device_keys);
    void run_finished();
    void sessions_changed();
    void follow_board(); // what can be done now

    Studio &studio_;
    std::function<void()> after_listener_;
    bool connect_when_listening_ = false; // the board is the server: connect once it says that it listens
};

} // namespace espseal::studio
