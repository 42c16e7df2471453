#pragma once

#include "app/wharfinger/recorded_diagnoses.h"
#include "core/accounts/account_checker.h"
#include "ui/main_window/main_window.h"

#include <QSettings>
#include <QTemporaryDir>

namespace wharf {

/// The real window on made-up accounts. Everything it writes goes into a folder that goes with it; nobody is asked.
class Demo final {
public:
    explicit Demo(std::shared_ptr<const Clock> clock);
    ~Demo();

    [[nodiscard]] ui::MainWindow &window() { return *m_window; }
    [[nodiscard]] const accounts::AccountBook &book() const { return m_book; }
    [[nodiscard]] RecordedDiagnoses &diagnoses() { return m_diagnoses; }
    /// Takes every account away, for the empty window.
    void clear();

private:
    void fill();

    QTemporaryDir m_home;
    std::shared_ptr<const Clock> m_clock;
    std::shared_ptr<accounts::CredentialStore> m_store;
    QSettings m_settings;
    docker::ClientFiles m_clientFiles;
    accounts::AccountBook m_book;
    accounts::AccountChecker m_checker;
    RecordedDiagnoses m_diagnoses;
    std::unique_ptr<ui::MainWindow> m_window;
};

} // namespace wharf
