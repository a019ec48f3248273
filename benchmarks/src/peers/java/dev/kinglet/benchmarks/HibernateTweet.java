package dev.kinglet.benchmarks;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** A tweet, as an entity. */
@NullUnmarked
@Entity(name = "HTweet")
@Table(name = "tweet")
public class HibernateTweet {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "user_id")
    HibernateUser user;

    String content;

    LocalDateTime timestamp;

    @OneToMany(mappedBy = "tweet")
    @OrderBy("id")
    List<HibernateFavorite> favorites;
}
