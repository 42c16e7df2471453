#pragma once

#include <QObject>

#include <sys/types.h>

namespace wharf::sandbox {

/// Says when it is time to go: a signal came, or the process that we live for has ended.
class Lifeline final : public QObject {
    Q_OBJECT
public:
    /// Takes SIGTERM, SIGINT and SIGHUP over from here on, for this process and the threads it starts later.
    /// `livesFor`: 0 for nobody.
    explicit Lifeline(pid_t livesFor, QObject *parent = nullptr);
    ~Lifeline() override;

Q_SIGNALS:
    void ended();

private:
    void watch(int file);

    int m_signals = -1;
    int m_process = -1;
};

/// Marks the folder as this process's, for as long as it lives. False when another's it is.
[[nodiscard]] bool takeOwnership(const QString &fileName);
/// The process that owns the folder; 0 where none does.
[[nodiscard]] pid_t ownerOf(const QString &fileName);

} // namespace wharf::sandbox
