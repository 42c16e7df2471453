#pragma once

#include <QByteArrayList>
#include <QHash>
#include <QList>

#include <mutex>

namespace wharf::rig {

/// One request as it met the proxy.
struct Seen {
    QByteArray method = {};
    QByteArray target = {};       ///< path and query
    QByteArray upload = {};       ///< UUID; empty for a POST and for what is no upload
    QByteArray contentRange = {};
    bool authorized = false; ///< `Authorization` was there
    bool chunked = false;
    int connection = 0;      ///< counted from 1
    qint64 received = 0;     ///< bytes of its body that reached the proxy
    int status = 0;          ///< 0: it got no answer
    QByteArray fault = {};        ///< the fault that met it, as on the command line; empty for none

    [[nodiscard]] QByteArray path() const { return target.split('?').first(); }
    /// `PATCH uploads 202`, `HEAD blobs 404`, `PUT manifests 201 bad-gateway`: what tests compare.
    [[nodiscard]] QByteArray line() const;
};

/// What came, in order of its coming, and how much. For all threads.
class PushLog {
public:
    [[nodiscard]] qsizetype begin(const Seen &seen);
    void count(qsizetype entry, qint64 bytes);
    void end(qsizetype entry, int status, const QByteArray &fault);
    void clear();

    [[nodiscard]] QList<Seen> all() const;
    /// Of one method; only uploads.
    [[nodiscard]] QList<Seen> uploads(const QByteArray &method) const;
    [[nodiscard]] QByteArrayList lines() const;
    /// Bytes of all request bodies.
    [[nodiscard]] qint64 sent() const;
    [[nodiscard]] qint64 sentTo(const QByteArray &upload) const;
    /// `PATCH 202` → how often.
    [[nodiscard]] QHash<QByteArray, int> counts() const;

private:
    mutable std::mutex m_mutex;
    QList<Seen> m_all;
    qsizetype m_cleared = 0; ///< entries are numbered on, so that one under way may outlive a clear()
};

} // namespace wharf::rig
