#pragma once

#include <QByteArray>
#include <QProcess>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

#include <memory>
#include <vector>

namespace wharf::gallery {

/// Where a program stands: with the servers, or on the client's machine, which reaches them over one cable.
enum class Side { Servers, Client };

/// How a program ended and what it said.
struct Said {
    int exitStatus = -1; ///< -1: it did not start, crashed, or was still running when the time was up
    QByteArray out;
    QByteArray err;

    [[nodiscard]] QByteArray all() const { return out + err; }
};

/// Starts the real programs of one scenario, each on its side. They end with this object at the latest.
class Programs {
public:
    explicit Programs(QString folder);
    ~Programs();
    Programs(const Programs &) = delete;
    Programs &operator=(const Programs &) = delete;

    /// Runs to the end.
    [[nodiscard]] Said run(Side side, const QStringList &command, const QByteArray &input = {}, const QProcessEnvironment &environment = plainEnvironment(),
                           int seconds = 40) const;
    /// Starts a server that stays. Its output goes to `folder/logs/name`. Throws where it does not start.
    QProcess &serve(Side side, const QString &name, const QStringList &command, const QProcessEnvironment &environment = plainEnvironment());
    /// Until a TCP connection can be made among the servers. Throws after ten seconds or when `server` ended.
    void awaitPort(QProcess &server, quint16 port, const QString &address = QStringLiteral("127.0.0.1"));
    /// Until the file is there.
    void awaitFile(QProcess &server, const QString &path);
    /// Ends it and waits.
    static void end(QProcess &server);

    /// PATH and HOME, and nothing of whoever started the gallery.
    [[nodiscard]] static QProcessEnvironment plainEnvironment();

private:
    QString m_folder;
    std::vector<std::unique_ptr<QProcess>> m_servers;
};

/// What stops a scenario before it could say anything about Wharfinger.
struct Broken {
    QString why;
};

} // namespace wharf::gallery
