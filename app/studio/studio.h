// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

#include "app/studio/actions/action_registry.h"
#include "app/studio/certificates/judgements.h"
#include "app/studio/certificates/own_templates.h"
#include "app/studio/devices/device_list.h"
#include "app/studio/devices/port_watcher.h"
#include "app/studio/devices/virtual_board.h"
#include "app/studio/document/plan_document.h"
#include "app/studio/document/plan_measurer.h"
#include "app/studio/jobs/job_runner.h"
#include "app/studio/keys/password_desk.h"
#include "app/studio/map/board_reading.h"
#include "app/studio/models/log_model.h"
#include "app/studio/monitor/board_watch.h"
#include "app/studio/monitor/listener.h"
#include "app/studio/monitor/session_log.h"
#include "app/studio/problems/problem_list.h"
#include "app/studio/provision/provision_run.h"
#include "app/studio/selection.h"
#include "app/studio/settings.h"
#include "app/studio/widgets/banner.h"
#include "app/studio/workspace/workspace.h"

namespace espseal::studio {

struct StudioOptions {
    QString workspace; // folder of certificates; empty: the user's data folder
    QString settings_file; // empty: the user's
    bool real_pace = false; // the virtual board takes the time that a real one takes
    bool watch_ports = true;
    VaultPrompt *prompt = nullptr; // who knows the keys' password; nobody: whoever sits before the window
    pki::KdfCosts vault_costs = pki::default_costs();
    QString signer {}; // espseal-signer; empty: the one beside this program
};

// Everything that the pages share, each part with one duty; made once. Pages get what they need of it, never the window.
class Studio final : public QObject {
    Q_OBJECT
public:
    explicit Studio(const StudioOptions &options, QObject *parent = nullptr);
    ~Studio() override;

    void notify(const Notice &notice) { Q_EMIT noticed(notice); }
    void notify(const Error &error);

    Settings settings;
    OwnTemplates templates;
    ActionRegistry actions;
    JobRunner jobs;
    LogModel log;
    ProblemList problems;
    Selection selection;
    PlanDocument document;
    PasswordDesk passwords;
    WorkspaceKeys keys;
    Workspace workspace;
    Judgements judgements;
    PlanMeasurer measurer;
    DeviceList devices;
    PortWatcher port_watcher;
    VirtualBoard board;
    SessionLog sessions;
    Listener listener;
    BoardWatch watch;
    ProvisionRun run;
    BoardReading reading;

Q_SIGNALS:
    void noticed(const espseal::studio::Notice &notice);
    void notice_withdrawn(const QString &key);

private:
    void connect_log();
    void connect_problems();
    void judge_plan();
    void connect_devices();
};

// Equal while the same plan with the same certificates would be written.
[[nodiscard]] QString plan_digest(const flash::Plan &plan, const Workspace &workspace);
// Credential regions that the agent needs and that name nothing that is in the workspace, and no file, and are not left to the device.
[[nodiscard]] QStringList missing_credentials(const flash::Plan &plan, const Workspace &workspace);

} // namespace espseal::studio
