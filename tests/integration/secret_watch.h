#pragma once

#include <QByteArray>
#include <QList>
#include <QSet>
#include <QString>
#include <QStringList>

#include <atomic>
#include <mutex>
#include <thread>

namespace wharf::test {

/// What a secret looks like where somebody left it: as it is, percent-encoded, and within Base64 at any of the three offsets.
[[nodiscard]] QList<QByteArray> formsOf(const QByteArray &secret);

/// The first of the forms that is in `text`, empty where none is.
[[nodiscard]] QByteArray secretIn(const QByteArray &text, const QList<QByteArray> &secrets);

/// Every file below the folder that holds one of the secrets in any form. `except`: paths, or folders, that may.
[[nodiscard]] QStringList filesHolding(const QString &folder, const QList<QByteArray> &secrets, const QStringList &except = {});

/// Reads the command line and the environment of every process on the machine, again and again while it lives, and remembers
/// those that hold a secret. A process that lives shorter than one reading can slip through.
class ProcessWatch {
public:
    explicit ProcessWatch(const QList<QByteArray> &secrets);
    ProcessWatch(const ProcessWatch &) = delete;
    ProcessWatch &operator=(const ProcessWatch &) = delete;
    ~ProcessWatch();

    /// `cmdline of 4711 docker login …`, with the secret blotted out. Reads once more before it answers.
    [[nodiscard]] QStringList found();
    /// How many processes were looked at: a watch that saw none proves nothing.
    [[nodiscard]] qsizetype seen();

private:
    void readAll();

    QList<QByteArray> m_forms;
    std::mutex m_mutex;
    QStringList m_found;
    QSet<QByteArray> m_seen;
    std::atomic<bool> m_going { true };
    std::thread m_thread;
};

} // namespace wharf::test
