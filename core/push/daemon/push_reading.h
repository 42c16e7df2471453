#pragma once

#include "core/push/daemon/engine_message.h"
#include "core/push/progress.h"

#include <QByteArrayView>
#include <QStringList>

namespace wharf::push {

/// Reads what an engine says while it pushes, out of bytes that come in pieces: objects with line ends between them, `\r\n` from
/// Docker and `\n` from Podman. What is no object is passed over.
///
/// Only this tells how a push went: the answer's status is 200 in any case.
class PushReading {
public:
    PushReading() = default;
    /// `layers`: diffIds in the image's order, and `configId`: what gives the blobs their order and whole names, where the
    /// engine names them by these.
    PushReading(QStringList layers, QString configId);

    /// True where the push has begun by it, or a blob changed.
    bool take(QByteArrayView bytes);
    /// Nothing more will come: a last line needs no end.
    bool finish();

    [[nodiscard]] const QList<BlobProgress> &blobs() const { return m_blobs; }
    /// Of what arrived; empty until the engine has said so.
    [[nodiscard]] const QString &digest() const { return m_digest; }
    /// The first one that came.
    [[nodiscard]] const std::optional<EngineMessage> &complaint() const { return m_complaint; }
    [[nodiscard]] bool hasBegun() const { return m_hasBegun; }
    [[nodiscard]] bool arrived() const { return !m_complaint && !m_digest.isEmpty(); }

private:
    bool takeLine();
    bool takeMessage(const EngineMessage &message);
    [[nodiscard]] BlobProgress *blobOf(const QString &id);
    [[nodiscard]] qsizetype rankOf(const QString &id) const;

    QStringList m_layers;
    QString m_configId;
    QByteArray m_line;
    bool m_tooLong = false;
    bool m_hasBegun = false;
    QList<BlobProgress> m_blobs;
    QStringList m_ids; ///< the engine's, of m_blobs
    QString m_digest;
    std::optional<EngineMessage> m_complaint;
};

} // namespace wharf::push
