#pragma once

#include "app/wharfinger/recorded_diagnoses.h"
#include "app/wharfinger/scripted_push.h"
#include "core/accounts/account_checker.h"
#include "core/activity/push_recorder.h"
#include "ui/main_window/main_window.h"

#include <QSettings>
#include <QTemporaryDir>

namespace wharf {

/// The real window on made-up accounts. Everything it writes goes into a folder that goes with it; nobody is asked.
class Demo final {
public:
    /// Where nobody watches, what moves stands still.
    explicit Demo(std::shared_ptr<const Clock> clock, bool unhurried = true);
    ~Demo();

    [[nodiscard]] ui::MainWindow &window() { return *m_window; }
    [[nodiscard]] const accounts::AccountBook &book() const { return m_book; }
    [[nodiscard]] RecordedDiagnoses &diagnoses() { return m_diagnoses; }
    [[nodiscard]] push::PushQueue &pushes() { return m_pushes; }
    /// Whether there is a container engine.
    void setEngines(bool there) { *m_engines = there; }
    /// Takes every account away, for the empty window.
    void clear();

private:
    void fill();
    void fillActivity();
    void fillQueue();

    QTemporaryDir m_home;
    std::shared_ptr<const Clock> m_clock;
    std::shared_ptr<accounts::CredentialStore> m_store;
    QSettings m_settings;
    docker::ClientFiles m_clientFiles;
    accounts::AccountBook m_book;
    accounts::AccountChecker m_checker;
    RecordedDiagnoses m_diagnoses;
    std::shared_ptr<bool> m_engines = std::make_shared<bool>(true);
    activity::ActivityLog m_activity;
    push::PushQueue m_pushes;
    activity::PushRecorder m_recorder;
    std::unique_ptr<ui::MainWindow> m_window;
};

} // namespace wharf
