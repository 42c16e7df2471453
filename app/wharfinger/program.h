#pragma once

#include "app/wharfinger/options.h"
#include "core/accounts/account_checker.h"
#include "core/activity/push_recorder.h"
#include "core/docker/entry_keeper.h"
#include "ui/main_window/main_window.h"

#include <QSettings>

#include <memory>

namespace wharf {

/// The one place that knows everything: makes the accounts, the store, the sessions and the window, and owns them.
class Program final {
public:
    Program();
    ~Program();

    void open(const Options &options);

private:
    std::shared_ptr<const Clock> m_clock;
    std::shared_ptr<accounts::CredentialStore> m_store;
    QSettings m_settings;
    accounts::AccountBook m_book;
    accounts::AccountChecker::SessionFactory m_sessions;
    accounts::AccountChecker m_checker;
    docker::EntryKeeper m_entries;
    activity::ActivityLog m_activity;
    push::PushQueue m_pushes;
    activity::PushRecorder m_recorder;
    std::unique_ptr<ui::MainWindow> m_window;
};

} // namespace wharf
